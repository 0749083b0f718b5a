const PLANS = {
  free: { title: 'Free', projects: 3 },
  team: { title: 'Team' },
};

export function mayAddProject(plan, count) {
  return count < PLANS[plan].projects;
}
