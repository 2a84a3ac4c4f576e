//! Fetching from servers of the tests' own, on this machine and nowhere else.

mod server;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use onrecord_fetch::{Client, Conditions, Counts, FetchError, Reach, Settings, What, fetch};
use onrecord_read::{Input, Limits, articles};
use server::{Reply, Server};

fn settings(server: &Server) -> Settings {
    Settings {
        contact: Some("tests@example.org".to_owned()),
        delay: Duration::from_millis(5),
        timeout: Duration::from_secs(5),
        reach: Reach::Besides(server.address),
        ..Settings::default()
    }
}

fn feed(server: &Server, pages: &[&str]) -> String {
    let items: String = pages
        .iter()
        .map(|page| format!("<item><title>t</title><link>{}</link></item>", server.url(page)))
        .collect();
    format!("<rss version='2.0'><channel><title>News</title>{items}</channel></rss>")
}

fn run(server: &Server, folder: &Path, settings: &Settings) -> (Counts, Vec<(String, What)>) {
    let told = Mutex::new(Vec::new());
    let counts = fetch(&[server.url("/feed")], folder, settings, &|outcome| {
        let path = outcome.url.splitn(4, '/').nth(3).unwrap_or_default();
        told.lock().unwrap().push((format!("/{path}"), outcome.what.clone()));
    });
    (counts.unwrap(), told.into_inner().unwrap())
}

/// Texts of all pages in the WARC files of a folder; panics on damage.
fn texts(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let warcs = files.iter().filter(|file| file.extension().is_some_and(|e| e == "gz"));
    let mut texts = Vec::new();
    for file in warcs {
        let source = std::fs::File::open(file).unwrap();
        for article in articles(source, Input::named("x"), Limits::default()) {
            match article {
                Ok(article) => texts.push(article.text().to_owned()),
                Err(error) => assert!(error.is_skip(), "{}: {error}", file.display()),
            }
        }
    }
    texts
}

#[test]
fn feeds_are_polled_and_their_pages_kept_once() {
    let server = Server::start(|server, request| match request.path.as_str() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: onrecord\nDisallow: /private"),
        "/feed" if request.header("if-none-match") == Some("\"1\"") => Reply::status(304),
        "/feed" => Reply::ok(
            "application/rss+xml",
            feed(server, &["/a", "/private/b", "/gone", "/film", "/a#x"]),
        )
        .with("ETag", "\"1\"")
        .with("Last-Modified", "Sat, 11 Jun 2022 10:00:00 GMT"),
        "/a" => Reply::status(301).with("Location", "/moved"),
        "/moved" => Reply::ok("text/html", "<html><p>“We resist,” he said."),
        "/film" => Reply::ok("video/mp4", "x"),
        _ => Reply::status(404),
    });
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(&server);
    let (counts, told) = run(&server, folder.path(), &settings);
    assert_eq!(told[0], ("/feed".to_owned(), What::Polled(4)), "{told:?}");
    assert!(matches!(&told[1], (page, What::Kept(_)) if page == "/a"), "{told:?}");
    for (page, why) in [("/private/b", "robots.txt"), ("/gone", "404"), ("/film", "video/mp4")] {
        let found = told.iter().find(|(path, _)| path == page);
        assert!(matches!(found, Some((_, What::LeftOut(w))) if w.contains(why)), "{told:?}");
    }
    let expected = Counts { polled: 1, kept: 1, left_out: 3, failed: 0, waiting: 0 };
    assert_eq!(counts, expected);
    assert_eq!(texts(folder.path()), ["“We resist,” he said."]);
    let asked = server.paths();
    assert!(!asked.iter().any(|path| path.starts_with("/private")), "{asked:?}");
    assert_eq!(asked.iter().filter(|path| *path == "/robots.txt").count(), 1);
    let agent = server.requests()[0].header("user-agent").unwrap().to_owned();
    assert!(agent.starts_with("onrecord/") && agent.contains("tests@example.org"), "{agent}");

    let (counts, told) = run(&server, folder.path(), &settings);
    assert_eq!(told, [("/feed".to_owned(), What::Unchanged)]);
    assert_eq!(counts, Counts { polled: 1, ..Counts::default() });
    let last = server.requests().pop().unwrap();
    assert_eq!(last.header("if-modified-since"), Some("Sat, 11 Jun 2022 10:00:00 GMT"));
    assert_eq!(texts(folder.path()).len(), 1);
}

#[test]
fn a_server_gets_one_request_at_a_time_with_pauses() {
    let pages: Vec<String> = (0..8).map(|n| format!("/{n}")).collect();
    let list = pages.clone();
    let server = Server::start(move |server, request| match request.path.as_str() {
        "/robots.txt" => Reply::ok("text/plain", "User-agent: *\nCrawl-delay: 0.05"),
        "/feed" => {
            let pages: Vec<&str> = list.iter().map(String::as_str).collect();
            Reply::ok("application/xml", feed(server, &pages))
        }
        _ => Reply::ok("text/html", "<p>Words."),
    });
    let folder = tempfile::tempdir().unwrap();
    let (counts, told) = run(&server, folder.path(), &settings(&server));
    assert_eq!(counts.kept, 8, "{told:?}");
    assert_eq!(server.most_at_once(), 1);
    let requests = server.requests();
    for pair in requests[1..].windows(2) {
        let pause = pair[1].at - pair[0].at;
        assert!(pause >= Duration::from_millis(50), "{pause:?}");
    }
    let order: Vec<&String> = told[1..].iter().map(|(path, _)| path).collect();
    assert_eq!(order, pages.iter().collect::<Vec<_>>());
}

#[test]
fn nothing_but_public_addresses_is_reached() {
    let hidden = Server::start(|_, _| Reply::ok("text/html", "<p>Secret."));
    let port = hidden.address.port();
    let targets = [
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://127.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f000001:{port}/"),
        format!("http://0177.0.0.1:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://0.0.0.0:{port}/"),
        format!("//127.0.0.1:{port}/"),
        "http://localhost:8080/".to_owned(),
        "http://169.254.169.254/latest/".to_owned(),
        "http://10.0.0.1/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "gopher://127.0.0.1/".to_owned(),
        "http://user:word@example.com/".to_owned(),
    ];
    let count = targets.len();
    let list = targets.clone();
    let open = Server::start(move |_, request| {
        let number: usize = request.path.trim_start_matches('/').parse().unwrap_or(0);
        Reply::status(302).with("Location", &list[number])
    });
    let reach = Reach::Besides(open.address);
    let client = Client::new(Settings { robots: false, reach, ..settings(&open) });
    let none = Conditions::default();
    for number in 0..count {
        let answer = client.get(&open.url(&format!("/{number}")), &none);
        assert!(matches!(answer, Err(FetchError::Refused(_))), "{}: {answer:?}", targets[number]);
    }
    let public = Client::new(Settings { robots: false, ..Settings::default() });
    for target in targets.iter().filter(|target| target.contains("://")) {
        let answer = public.get(target, &none);
        assert!(matches!(answer, Err(FetchError::Refused(_))), "{target}: {answer:?}");
    }
    assert_eq!(hidden.connections(), 0);
    assert_eq!(open.requests().len(), count);
}

#[test]
fn a_robots_file_that_leads_elsewhere_is_not_followed_into_hidden_networks() {
    let hidden = Server::start(|_, _| Reply::ok("text/plain", ""));
    let target = hidden.url("/robots.txt");
    let server = Server::start(move |_, _| Reply::status(301).with("Location", &target));
    let answer = Client::new(settings(&server)).get(&server.url("/a"), &Conditions::default());
    assert!(matches!(answer, Err(FetchError::Refused(_))), "{answer:?}");
    assert_eq!(hidden.connections(), 0);
}

#[test]
fn redirects_end() {
    let server = Server::start(|_, _| Reply::status(302).with("Location", "/again"));
    let client = Client::new(Settings { robots: false, ..settings(&server) });
    let answer = client.get(&server.url("/"), &Conditions::default());
    assert!(matches!(answer, Err(FetchError::Redirects)), "{answer:?}");
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn busy_servers_are_asked_again_later() {
    let tries = Arc::new(Mutex::new(0));
    let counted = tries.clone();
    let server = Server::start(move |_, request| {
        let mut tries = counted.lock().unwrap();
        *tries += 1;
        match request.path.as_str() {
            "/soon" if *tries == 1 => Reply::status(503).with("Retry-After", "1"),
            "/soon" => Reply::ok("text/html", "<p>Now."),
            "/late" => Reply::status(429).with("Retry-After", "86400"),
            _ => Reply::status(503),
        }
    });
    let client = Client::new(Settings { robots: false, ..settings(&server) });
    let start = Instant::now();
    let answer = client.get(&server.url("/soon"), &Conditions::default()).unwrap();
    assert_eq!(answer.body, b"<p>Now.");
    assert!(start.elapsed() >= Duration::from_secs(1));
    let late = client.get(&server.url("/late"), &Conditions::default());
    assert!(matches!(late, Err(FetchError::Busy(429))), "{late:?}");
    let before = server.requests().len();
    let never = client.get(&server.url("/never"), &Conditions::default());
    assert!(matches!(never, Err(FetchError::Busy(503))), "{never:?}");
    assert_eq!(server.requests().len() - before, 3);
}

#[test]
fn answers_without_end() {
    let server = Server::start(|_, request| match request.path.as_str() {
        "/long" => Reply::ok("text/html", "x".repeat(100_000)),
        _ => Reply::ok("text/html", "x".repeat(100)).slowly(Duration::from_millis(200)),
    });
    let limited = Settings { robots: false, most_bytes: 10_000, retries: 0, ..settings(&server) };
    let client = Client::new(Settings { timeout: Duration::from_secs(1), ..limited });
    let long = client.get(&server.url("/long"), &Conditions::default());
    assert!(matches!(long, Err(FetchError::TooLarge { limit: 10_000 })), "{long:?}");
    let start = Instant::now();
    let slow = client.get(&server.url("/slow"), &Conditions::default());
    assert!(matches!(slow, Err(FetchError::Network(_))), "{slow:?}");
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}

#[test]
fn a_run_that_was_cut_off_goes_on() {
    let server = Server::start(|server, request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/feed" if request.header("if-none-match").is_some() => Reply::status(304),
        "/feed" => Reply::ok("text/xml", feed(server, &["/a", "/b", "/c"])).with("ETag", "\"1\""),
        path => Reply::ok("text/html", format!("<p>Page {path}.")),
    });
    let folder = tempfile::tempdir().unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let stopping = Settings { stop: stop.clone(), ..settings(&server) };
    let counts = fetch(&[server.url("/feed")], folder.path(), &stopping, &|outcome| {
        stop.store(outcome.url.ends_with("/a"), Ordering::Relaxed);
    });
    assert_eq!(counts.unwrap(), Counts { polled: 1, kept: 1, waiting: 2, ..Counts::default() });

    // The power failed while the next record and the next line were being written.
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"\x1f\x8b\x08\0{\"kept\":{\"url").unwrap();
    }
    let (counts, told) = run(&server, folder.path(), &settings(&server));
    assert_eq!((counts.kept, counts.waiting), (2, 0), "{told:?}");
    assert_eq!(texts(folder.path()), ["Page /a.", "Page /b.", "Page /c."]);
    assert_eq!(server.paths().iter().filter(|path| *path == "/a").count(), 1);
}

#[test]
fn a_server_that_cannot_say_what_is_allowed_is_left_for_later() {
    let well = Arc::new(AtomicBool::new(false));
    let is_well = well.clone();
    let server = Server::start(move |server, request| match request.path.as_str() {
        "/robots.txt" if !is_well.load(Ordering::Relaxed) => Reply::status(500),
        "/robots.txt" => Reply::status(410),
        "/feed" => Reply::ok("text/xml", feed(server, &["/a"])),
        _ => Reply::ok("text/html", "<p>Words."),
    });
    let folder = tempfile::tempdir().unwrap();
    let (counts, told) = run(&server, folder.path(), &settings(&server));
    assert_eq!(counts.failed, 1, "{told:?}");
    assert_eq!(server.paths(), ["/robots.txt"]);
    well.store(true, Ordering::Relaxed);
    assert_eq!(run(&server, folder.path(), &settings(&server)).0.kept, 1);
}

#[test]
fn sitemaps_lead_to_pages() {
    let server = Server::start(|server, request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/feed" => Reply::ok(
            "application/xml",
            format!(
                "<sitemapindex><sitemap><loc>{}</loc><lastmod>2024-06-11</lastmod></sitemap>\
                 <sitemap><loc>{}</loc><lastmod>2019-01-01</lastmod></sitemap></sitemapindex>",
                server.url("/new.xml"),
                server.url("/old.xml")
            ),
        ),
        "/new.xml" => Reply::ok(
            "application/xml",
            format!(
                "<urlset><url><loc>{}</loc><lastmod>2024-06-11T10:00:00Z</lastmod></url>\
                 <url><loc>{}</loc><lastmod>2023-01-01</lastmod></url></urlset>",
                server.url("/a"),
                server.url("/b")
            ),
        ),
        _ => Reply::ok("text/html", "<p>Words."),
    });
    let folder = tempfile::tempdir().unwrap();
    let since = Settings { since: Some("2024-06-10".to_owned()), ..settings(&server) };
    let (counts, told) = run(&server, folder.path(), &since);
    assert_eq!((counts.polled, counts.kept), (2, 1), "{told:?}");
    assert_eq!(server.paths(), ["/robots.txt", "/feed", "/new.xml", "/a"]);
}

#[test]
fn one_run_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().to_owned();
    let second = Mutex::new(None);
    let server = Server::start(|_, _| Reply::status(404));
    let counts = fetch(&[server.url("/feed")], folder.path(), &settings(&server), &|_| {
        *second.lock().unwrap() = Some(fetch(&[], &inner, &Settings::default(), &|_| {}));
    });
    assert_eq!(counts.unwrap().failed, 1);
    let second = second.into_inner().unwrap();
    assert!(matches!(second, Some(Err(FetchError::Taken(_)))), "{second:?}");
}
