const LENGTH_SECONDS = 60;

export function isLive(startedAt, now) {
  const end = startedAt.getTime() + LENGTH_SECONDS * 1000;
  return now.getTime() <= end;
}
