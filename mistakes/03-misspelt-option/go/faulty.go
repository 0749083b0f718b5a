package main

type Settings struct {
	Host      string
	TimeoutMs int
}

func poolWith(settings Settings) Settings {
	if settings.Host == "" {
		settings.Host = "primary"
	}
	if settings.TimeoutMs == 0 {
		settings.TimeoutMs = 5000
	}
	return settings
}

func poolForReports() Settings {
	return poolWith(Settings{Host: "replica", TimeoutMS: 60_000})
}
