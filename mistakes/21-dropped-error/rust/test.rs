use crate::subject::save_all;
use std::{env, fs, process};

#[test]
fn two_files_are_there_after_saving() {
    let folder = env::temp_dir().join(format!("save-{}", process::id()));
    fs::create_dir(&folder).unwrap();
    assert_eq!(save_all(&folder, &[("a.txt", "A"), ("b.txt", "B")]).unwrap(), "2 saved");
    assert_eq!(fs::read_to_string(folder.join("b.txt")).unwrap(), "B");
}

#[test]
fn saving_none_saves_none() {
    assert_eq!(save_all(&env::temp_dir(), &[]).unwrap(), "0 saved");
}
