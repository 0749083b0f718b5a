const LENGTH_SECONDS = 60;

export function isLive(startedAt: Date, now: Date): boolean {
  const end = startedAt.getTime() + LENGTH_SECONDS * 1000;
  return now.getTime() <= end;
}
