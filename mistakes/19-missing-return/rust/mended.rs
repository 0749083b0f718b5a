use std::collections::HashMap;

pub struct Request {
    pub user: String,
    pub path: String,
}

pub struct Response {
    pub status: u16,
}

fn answer(status: u16) -> Response {
    Response { status }
}

pub fn remove(items: &mut HashMap<String, String>, request: &Request) -> Response {
    if request.user != "admin" {
        return answer(403);
    }
    items.remove(&request.path);
    answer(204)
}
