pub struct Plan {
    pub title: &'static str,
    pub projects: u32,
}

pub const FREE: Plan = Plan {
    title: "Free",
    projects: 3,
};
pub const TEAM: Plan = Plan { title: "Team" };

pub fn may_add_project(plan: &Plan, count: u32) -> bool {
    count < plan.projects
}
