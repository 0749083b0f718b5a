pub fn preview(text: &str) -> String {
    if text.len() > 8 {
        return text[..8].to_owned();
    }
    text.to_owned()
}
