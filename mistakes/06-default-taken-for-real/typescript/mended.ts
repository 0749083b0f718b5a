interface Plan {
  title: string;
  projects: number;
}

const PLANS: Record<'free' | 'team', Plan> = {
  free: { title: 'Free', projects: 3 },
  team: { title: 'Team', projects: 100 },
};

export function mayAddProject(plan: 'free' | 'team', count: number): boolean {
  return count < PLANS[plan].projects;
}
