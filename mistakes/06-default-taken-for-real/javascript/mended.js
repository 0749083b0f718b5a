const PLANS = {
  free: { title: 'Free', projects: 3 },
  team: { title: 'Team', projects: 100 },
};

export function mayAddProject(plan, count) {
  return count < PLANS[plan].projects;
}
