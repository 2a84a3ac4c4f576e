//! A small web server on this machine, which remembers what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) at: Instant,
    head: Vec<(String, String)>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

pub(crate) struct Reply {
    status: u16,
    head: Vec<(String, String)>,
    body: Vec<u8>,
    /// Between two bytes of the body.
    pause: Duration,
}

impl Reply {
    pub(crate) fn status(status: u16) -> Reply {
        Reply { status, head: Vec::new(), body: Vec::new(), pause: Duration::ZERO }
    }

    pub(crate) fn ok(media: &str, body: impl Into<Vec<u8>>) -> Reply {
        Reply { body: body.into(), ..Reply::status(200) }.with("Content-Type", media)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Reply {
        self.head.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn slowly(self, pause: Duration) -> Reply {
        Reply { pause, ..self }
    }
}

/// Runs until the test's process ends.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    connections: Arc<AtomicUsize>,
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) fn start(
        answer: impl Fn(&Server, &Request) -> Reply + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Server {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
            connections: Arc::default(),
            now: Arc::default(),
            most: Arc::default(),
        };
        let answer = Arc::new(answer);
        let running = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                running.connections.fetch_add(1, Ordering::SeqCst);
                let (server, answer) = (running.clone(), answer.clone());
                std::thread::spawn(move || server.serve(stream, &*answer));
            }
        });
        server
    }

    fn serve(&self, stream: TcpStream, answer: &dyn Fn(&Server, &Request) -> Reply) {
        let mut lines = BufReader::new(stream.try_clone().unwrap());
        let mut out = stream;
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
            let mut request = Request { path, at: Instant::now(), head: Vec::new() };
            loop {
                let mut line = String::new();
                if lines.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
                    break;
                }
                let (name, value) = line.split_once(':').unwrap_or_default();
                request.head.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
            self.most.fetch_max(self.now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            self.seen.lock().unwrap().push(request.clone());
            let reply = answer(self, &request);
            std::thread::sleep(Duration::from_millis(5));
            self.now.fetch_sub(1, Ordering::SeqCst);
            if send(&mut out, &reply).is_err() {
                return;
            }
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.requests().into_iter().map(|request| request.path).collect()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn most_at_once(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

fn send(out: &mut TcpStream, reply: &Reply) -> std::io::Result<()> {
    let mut head =
        format!("HTTP/1.1 {} X\r\nContent-Length: {}\r\n", reply.status, reply.body.len());
    for (name, value) in &reply.head {
        head += &format!("{name}: {value}\r\n");
    }
    out.write_all((head + "\r\n").as_bytes())?;
    if reply.pause.is_zero() {
        return out.write_all(&reply.body);
    }
    for byte in &reply.body {
        out.write_all(&[*byte])?;
        std::thread::sleep(reply.pause);
    }
    Ok(())
}
