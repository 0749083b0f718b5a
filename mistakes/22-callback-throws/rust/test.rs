use crate::subject::first_host;
use std::sync::mpsc::channel;

#[test]
fn the_host_of_a_link() {
    for link in ["https://shop.example/cart", "https://shop.example"] {
        let (sender, queue) = channel();
        sender.send(link.to_owned()).unwrap();
        assert_eq!(first_host(queue).unwrap(), "shop.example");
    }
}
