use std::fs;
use std::io;
use std::path::Path;

pub fn save_all(folder: &Path, files: &[(&str, &str)]) -> io::Result<String> {
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    Ok(format!("{} saved", files.len()))
}
