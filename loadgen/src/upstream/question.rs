//! What a client asks, and the answer's bytes.

use std::io::Write;

use super::article::Article;
use super::counts::Counts;
use crate::server::RequestHead;

/// A longer body is not worth reading to its end.
const LONGEST_BODY: u64 = 1024 * 1024;

/// One request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Question {
    pub subject: Subject,
    /// Only the head of the answer is wanted.
    head_only: bool,
    /// Nothing is answered behind it on its connection.
    pub ends: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Article(Article),
    Counts,
    Refused(Refusal),
}

/// Why something cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    NoRequest,
    NoSuchPath,
    OnlyGet,
    LongBody,
    LongHead,
    UnknownLength,
}

impl Refusal {
    /// Status line, and what went wrong.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Refusal::NoRequest => ("400 Bad Request", "bad request"),
            Refusal::NoSuchPath => ("404 Not Found", "not found"),
            Refusal::OnlyGet => ("405 Method Not Allowed", "method not allowed"),
            Refusal::LongBody => ("413 Content Too Large", "body too long"),
            Refusal::LongHead => ("431 Request Header Fields Too Large", "head too long"),
            Refusal::UnknownLength => ("501 Not Implemented", "a body needs a Content-Length"),
        }
    }
}

impl Question {
    /// Of a head that goes on for too long.
    pub const ENDLESS: Question = Question::last(Refusal::LongHead);

    /// Behind which the next question cannot be found.
    const fn last(refusal: Refusal) -> Question {
        Question {
            subject: Subject::Refused(refusal),
            head_only: false,
            ends: true,
        }
    }

    /// What a whole head asks, and the length of the body behind it.
    pub fn read(head: &[u8]) -> (Question, u64) {
        let Ok(request) = RequestHead::read(head) else {
            return (Question::last(Refusal::NoRequest), 0);
        };
        if request.coded {
            return (Question::last(Refusal::UnknownLength), 0);
        }
        if request.length > LONGEST_BODY {
            return (Question::last(Refusal::LongBody), 0);
        }
        let subject = match subject(request.target) {
            None => Subject::Refused(Refusal::NoSuchPath),
            Some(_) if request.method != b"GET" => Subject::Refused(Refusal::OnlyGet),
            Some(subject) => subject,
        };
        let question = Question {
            subject,
            head_only: request.method == b"HEAD",
            ends: !request.keep_alive || subject.is_cut_short(),
        };
        (question, request.length)
    }

    /// Writes the answer in place of what is in `out`; `body` is room to work in.
    pub fn answer(&self, counts: &Counts, body: &mut Vec<u8>, out: &mut Vec<u8>) {
        body.clear();
        let status = match self.subject {
            Subject::Article(article) => article.answer(body),
            Subject::Counts => {
                body.extend_from_slice(&counts.json());
                "200 OK"
            }
            Subject::Refused(refusal) => {
                let (status, error) = refusal.words();
                // Writing to memory does not fail, here and below.
                let _written = write!(body, "{{\"error\":\"{error}\"}}");
                status
            }
        };
        let allow = match self.subject {
            Subject::Refused(Refusal::OnlyGet) => "Allow: GET\r\n",
            _ => "",
        };
        let cut_short = self.subject.is_cut_short();
        // Whoever closes in the middle of an answer does not say so beforehand.
        let close = match self.ends && !cut_short {
            true => "Connection: close\r\n",
            false => "",
        };
        let length = body.len();
        out.clear();
        let _written = write!(
            out,
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{allow}{close}\r\n"
        );
        let sent = match (self.head_only, cut_short) {
            (true, _) => 0,
            (false, true) => length / 2,
            (false, false) => length,
        };
        out.extend_from_slice(&body[..sent]);
    }
}

impl Subject {
    fn is_cut_short(self) -> bool {
        matches!(self, Subject::Article(article) if article.is_cut_short())
    }
}

fn subject(target: &[u8]) -> Option<Subject> {
    match target.strip_prefix(b"/stock/") {
        Some(number) => Article::named(number).map(Subject::Article),
        None => (target == b"/counts").then_some(Subject::Counts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(head: &str) -> (String, bool) {
        let (question, _) = Question::read(head.as_bytes());
        let mut out = b"what was there".to_vec();
        question.answer(&Counts::default(), &mut Vec::new(), &mut out);
        (String::from_utf8(out).unwrap(), question.ends)
    }

    #[test]
    fn an_article_is_answered_and_the_connection_is_kept() {
        let expected = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 41\r\n\r\n{\"sku\":50,\"available\":0,\"warehouse\":\"W6\"}";
        assert_eq!(
            answer("GET /stock/50 HTTP/1.1\r\nHost: x\r\n\r\n"),
            (expected.to_string(), false)
        );
        let (text, ends) = answer("GET /stock/50 HTTP/1.1\r\nConnection: close\r\n\r\n");
        assert!(ends && text.contains("\r\nConnection: close\r\n\r\n{"));
    }

    #[test]
    fn one_that_is_cut_short_promises_all_and_sends_half_of_its_body() {
        let (text, ends) = answer("GET /stock/900001 HTTP/1.1\r\n\r\n");
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let promised = head.split("Content-Length: ").nth(1).unwrap().lines().next().unwrap();
        assert_eq!((promised, body.len(), ends), ("46", 23, true));
    }

    #[test]
    fn each_refusal_has_its_status_and_says_whether_the_connection_goes_on() {
        for (head, status, ends) in [
            ("GET / HTTP/1.1\r\n\r\n", "404 ", false),
            ("GET /stock HTTP/1.1\r\n\r\n", "404 ", false),
            ("GET /stock/ HTTP/1.1\r\n\r\n", "404 ", false),
            ("GET /stock/x HTTP/1.1\r\n\r\n", "404 ", false),
            ("GET /stock/1/ HTTP/1.1\r\n\r\n", "404 ", false),
            ("GET /stock/1?a=b HTTP/1.1\r\n\r\n", "404 ", false),
            ("GET /stock/%31 HTTP/1.1\r\n\r\n", "404 ", false),
            ("GET /stock/../counts HTTP/1.1\r\n\r\n", "404 ", false),
            ("GET http://x/stock/1 HTTP/1.1\r\n\r\n", "404 ", false),
            ("GET /Counts HTTP/1.1\r\n\r\n", "404 ", false),
            ("POST /nowhere HTTP/1.1\r\n\r\n", "404 ", false),
            ("get /stock/1 HTTP/1.1\r\n\r\n", "405 ", false),
            (
                "POST /stock/1 HTTP/1.1\r\nContent-Length: 1048576\r\n\r\n",
                "405 ",
                false,
            ),
            ("DELETE /counts HTTP/1.1\r\n\r\n", "405 ", false),
            (
                "POST /stock/1 HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n",
                "413 ",
                true,
            ),
            (
                "POST /stock/1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "501 ",
                true,
            ),
            ("GET /stock/1 HTTP/1.0\r\n\r\n", "200 ", true),
            ("GET /stock/1 HTTP/3\r\n\r\n", "400 ", true),
            ("\r\n\r\n", "400 ", true),
        ] {
            let (text, ended) = answer(head);
            assert!(
                text["HTTP/1.1 ".len()..].starts_with(status) && ended == ends,
                "{head:?}: {text}"
            );
            let body = text.split_once("\r\n\r\n").unwrap().1;
            assert!(serde_json::from_str::<serde_json::Value>(body).unwrap().is_object());
        }
    }

    #[test]
    fn head_is_refused_without_a_body_and_told_what_is_allowed() {
        let (text, _) = answer("HEAD /stock/1 HTTP/1.1\r\n\r\n");
        assert!(
            text.starts_with("HTTP/1.1 405 ") && text.ends_with("\r\nAllow: GET\r\n\r\n"),
            "{text}"
        );
        assert!(text.contains("Content-Length: 30\r\n"), "{text}");
    }
}
