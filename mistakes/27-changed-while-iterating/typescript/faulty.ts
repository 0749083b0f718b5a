export interface Session {
  end: number;
}

export function dropExpired(sessions: Session[], now: number): number {
  for (const session of sessions) {
    if (session.end < now) sessions.splice(sessions.indexOf(session), 1);
  }
  return sessions.length;
}
