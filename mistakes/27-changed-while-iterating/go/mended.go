package main

import "slices"

type Session struct{ end int }

func dropExpired(sessions []Session, now int) int {
	sessions = slices.DeleteFunc(sessions, func(session Session) bool { return session.end < now })
	return len(sessions)
}
