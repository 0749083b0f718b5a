pub fn comment(author: &str, text: &str) -> String {
    format!("<p><b>{author}</b>: {text}</p>")
}
