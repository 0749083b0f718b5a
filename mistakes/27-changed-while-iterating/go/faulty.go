package main

type Session struct{ end int }

func dropExpired(sessions []Session, now int) int {
	for i, session := range sessions {
		if session.end < now {
			sessions = append(sessions[:i], sessions[i+1:]...)
		}
	}
	return len(sessions)
}
