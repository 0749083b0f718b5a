pub fn preview(text: &str) -> String {
    text.chars().take(8).collect()
}
