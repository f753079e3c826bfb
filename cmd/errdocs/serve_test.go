package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is the time that a script waits for an expected event.
const patience = 20 * time.Second

// server is a running errdocs serve.
type server struct {
	cmd   *exec.Cmd
	url   string
	lines chan string // from both streams
	seen  []string
	done  chan error // the result of the process
}

var address = regexp.MustCompile(`(http://[^/\s]+)/\S*$`)

// startServer runs errdocs serve in the background and waits for its address. It sets the
// variable PORT to its port.
func startServer(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, true, "serve ARGS...")
	bin, _, _ := strings.Cut(ts.Getenv("PATH"), string(os.PathListSeparator)) // testscript puts our directory first
	s := &server{
		cmd:   exec.Command(filepath.Join(bin, "errdocs"), append([]string{"serve"}, args...)...),
		lines: make(chan string, 1000),
		done:  make(chan error, 1),
	}
	s.cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "USERPROFILE", "TMPDIR", "TZ", "GORACE", "GOCOVERDIR", "SYSTEMROOT"} {
		s.cmd.Env = append(s.cmd.Env, name+"="+ts.Getenv(name))
	}
	r, w := io.Pipe()
	s.cmd.Stdout, s.cmd.Stderr = w, w
	ts.Check(s.cmd.Start())
	ts.Defer(func() { _ = s.cmd.Process.Kill() })
	go func() {
		defer close(s.lines)
		for in := bufio.NewScanner(r); in.Scan(); {
			s.lines <- in.Text()
		}
	}()
	go func() {
		err := s.cmd.Wait()
		_ = w.Close()
		s.done <- err
	}()
	stateOf(ts).server = s
	s.url = address.FindStringSubmatch(s.wait(ts, address))[1]
	ts.Setenv("PORT", s.url[strings.LastIndexByte(s.url, ':')+1:])
}

func running(ts *testscript.TestScript) *server {
	s := stateOf(ts).server
	if s == nil {
		ts.Fatalf("no server runs")
	}
	return s
}

// wait returns the first new line that matches.
func (s *server) wait(ts *testscript.TestScript, want *regexp.Regexp) string {
	timeout := time.After(patience)
	for {
		select {
		case line, ok := <-s.lines:
			if !ok {
				ts.Fatalf("the server has exited; it printed:\n%s", strings.Join(s.seen, "\n"))
			}
			s.seen = append(s.seen, line)
			if want.MatchString(line) {
				return line
			}
		case <-timeout:
			ts.Fatalf("no line matches %q; the server printed:\n%s", want, strings.Join(s.seen, "\n"))
		}
	}
}

// waitForLine waits until the server prints a line that matches.
func waitForLine(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 1, "line REGEXP")
	fmt.Fprintln(ts.Stdout(), running(ts).wait(ts, regexp.MustCompile(args[0])))
}

// get sends a request to the server and prints its response: status, header and body.
func get(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) > 0, "get PATH [METHOD] [Field:value...]")
	s := running(ts)
	method := http.MethodGet
	var body io.Reader
	if len(args) > 1 && !strings.Contains(args[1], ":") {
		method = args[1]
		if method == http.MethodPost {
			body = strings.NewReader("x=y")
		}
	}
	req, err := http.NewRequest(method, s.url+args[0], body)
	ts.Check(err)
	for _, arg := range args[1:] {
		if name, value, ok := strings.Cut(arg, ":"); ok {
			req.Header.Set(name, value)
			if name == "Host" {
				req.Host = value
			}
		}
	}
	client := http.Client{
		Timeout:       patience,
		Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(req)
	ts.Check(err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	ts.Check(err)
	fmt.Fprintln(ts.Stdout(), resp.Status)
	var fields bytes.Buffer
	resp.Header.Del("Date")
	resp.Header.Del("Connection")
	ts.Check(resp.Header.Write(&fields))
	fmt.Fprintf(ts.Stdout(), "%s\n%s", strings.ReplaceAll(fields.String(), "\r\n", "\n"), data)
}

// haltServer stops the server with a signal, and fails if it does not exit cleanly and soon.
// It prints the output of the server.
func haltServer(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, neg, len(args) == 1 && slices.Contains([]string{"INT", "TERM"}, args[0]), "halt INT|TERM")
	s := running(ts)
	sig := os.Signal(os.Interrupt)
	if args[0] == "TERM" {
		sig = syscall.SIGTERM
	}
	ts.Check(s.cmd.Process.Signal(sig))
	select {
	case err := <-s.done:
		for line := range s.lines {
			s.seen = append(s.seen, line)
		}
		fmt.Fprintln(ts.Stdout(), strings.Join(s.seen, "\n"))
		ts.Check(err)
	case <-time.After(patience):
		ts.Fatalf("the server did not stop")
	}
}
