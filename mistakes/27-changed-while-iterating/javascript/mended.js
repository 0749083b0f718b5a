export function dropExpired(sessions, now) {
  for (const session of sessions.slice()) {
    if (session.end < now) sessions.splice(sessions.indexOf(session), 1);
  }
  return sessions.length;
}
