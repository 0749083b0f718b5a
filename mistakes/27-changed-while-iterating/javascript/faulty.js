export function dropExpired(sessions, now) {
  for (const session of sessions) {
    if (session.end < now) sessions.splice(sessions.indexOf(session), 1);
  }
  return sessions.length;
}
