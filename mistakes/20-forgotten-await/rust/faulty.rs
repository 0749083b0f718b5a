#[derive(Default)]
pub struct Store {
    pub lines: Vec<String>,
}

impl Store {
    pub async fn save(&mut self, line: &str) {
        self.lines.push(line.to_owned());
    }
}

pub async fn place_order(store: &mut Store, lines: &[&str]) -> usize {
    for line in lines {
        store.save(line);
    }
    lines.len()
}
