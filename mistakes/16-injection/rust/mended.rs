fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

pub fn comment(author: &str, text: &str) -> String {
    format!("<p><b>{}</b>: {}</p>", escaped(author), escaped(text))
}
