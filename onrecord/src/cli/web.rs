use std::io::Cursor;
use std::sync::LazyLock;

use onrecord::fetch::{Client, Conditions, Settings};
use onrecord::read::{Input, Web};

use super::failure::Failure;

/// Asks the servers of all addresses that the user names. A person who names a page reads it as
/// with a browser; robots.txt is for programs that choose pages themselves.
static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let contact = std::env::var("ONRECORD_CONTACT").ok();
    Client::new(Settings { contact, robots: false, most_bytes: 64 << 20, ..Settings::default() })
});

/// Whether an input is an address of the web and not a file.
pub(super) fn is_web(input: &str) -> bool {
    let starts = |scheme: &str| {
        input.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts("https://") || starts("http://")
}

/// What is at an address.
pub(super) fn open(url: &str) -> Result<(Cursor<Vec<u8>>, Input), Failure> {
    let answer = CLIENT
        .get(url, &Conditions::default())
        .map_err(|error| Failure::new(error.to_string(), "check the address, or save it first"))?;
    if !answer.is_whole() {
        let what = format!("cannot be read: the server answered {}", answer.status);
        return Err(Failure::new(what, "check the address in a browser"));
    }
    let web = Web {
        charset: answer.charset(),
        url: answer.url.clone(),
        fetched: Some(answer.fetched.clone()),
    };
    let input = Input { name: name(&answer.url), file: None, web: Some(web) };
    Ok((Cursor::new(answer.body), input))
}

/// The last part of an address that says something, without its ending.
fn name(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let last = path.split('/').rfind(|part| !part.is_empty());
    let stem = last.map(|last| last.rsplit_once('.').map_or(last, |(stem, _)| stem));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(host).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (url, expected) in [
            ("https://example.org/2024/talks.html?x=1", "talks"),
            ("https://example.org/2024/talks/", "talks"),
            ("https://example.org/", "example.org"),
        ] {
            assert_eq!(name(url), expected, "{url}");
        }
    }
}
