package generator_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/site/html"
)

// These tests run the configurations of docs/deploy.md in real servers, exactly as a reader
// copies them. ERRDOCS_DEPLOY=required turns a skip into a failure.

// deployed is a server with the built-in catalog.
type deployed struct {
	url    string // of the site, without a final slash
	prefix string // its path: "" or "/v2/errors"
}

func TestDeployNginx(t *testing.T) {
	binary := serverOf(t, "nginx")
	config := deployBlock(t, "nginx")
	eachBase(t, func(t *testing.T, root, addr, prefix string) *exec.Cmd {
		dir := t.TempDir()
		server := replaced(t, config, "listen 80;", "listen "+addr+";", "root /srv/errors;", "root "+root+";", "error_page 404 /404.html;", "error_page 404 "+prefix+"/404.html;")
		for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
			server = kind + "_temp_path " + filepath.Join(dir, kind) + ";\n" + server
		}
		file := filepath.Join(dir, "nginx.conf")
		write(t, file, "daemon off;\npid "+filepath.Join(dir, "pid")+";\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n"+server+"}\n")
		return exec.Command(binary, "-e", "stderr", "-p", dir, "-c", file)
	})
}

func TestDeployCaddy(t *testing.T) {
	binary := serverOf(t, "caddy")
	config := deployBlock(t, "caddyfile")
	eachBase(t, func(t *testing.T, root, addr, prefix string) *exec.Cmd {
		dir := t.TempDir()
		server := replaced(t, config, "errors.example.com {", "http://"+addr+" {", "root * /srv/errors", "root * "+root, "rewrite * /404.html", "rewrite * "+prefix+"/404.html")
		file := filepath.Join(dir, "Caddyfile")
		write(t, file, "{\n\tadmin off\n\tauto_https off\n}\n"+server)
		cmd := exec.Command(binary, "run", "--config", file, "--adapter", "caddyfile")
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
		return cmd
	})
}

// serverOf finds the program of a server, or skips the test.
func serverOf(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && name == "nginx" {
		path, err = exec.LookPath("/usr/sbin/nginx")
	}
	if err != nil && os.Getenv("ERRDOCS_DEPLOY") == "required" {
		t.Fatalf("%s is not installed", name)
	}
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}

// deployBlock returns the only code block of docs/deploy.md in a language.
func deployBlock(t *testing.T, lang string) string {
	t.Helper()
	doc, err := os.ReadFile("../docs/deploy.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := fences(doc, lang)
	if len(blocks) != 1 {
		t.Fatalf("docs/deploy.md has %d blocks of %s", len(blocks), lang)
	}
	if !strings.Contains(blocks[0], html.Policy) {
		t.Errorf("the block of %s does not contain the policy of the pages: %s", lang, html.Policy)
	}
	return blocks[0]
}

// replaced edits a configuration as a reader does. Each old text must appear in it once.
func replaced(t *testing.T, config string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if n := strings.Count(config, pairs[i]); n != 1 {
			t.Fatalf("the configuration has %q %d times", pairs[i], n)
		}
	}
	return strings.NewReplacer(pairs...).Replace(config)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// eachBase starts a server at the root of a host and below a path, and checks the responses
// of the deployed site.
func eachBase(t *testing.T, command func(t *testing.T, root, addr, prefix string) *exec.Cmd) {
	for _, prefix := range []string{"", "/v2/errors"} {
		t.Run("at "+prefix+"/", func(t *testing.T) {
			root := t.TempDir()
			if err := os.Chmod(filepath.Dir(root), 0o755); err != nil { // a server that drops privileges must still read it
				t.Fatal(err)
			}
			addr := freeAddress(t)
			src, err := generator.Find("../catalog")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := generator.Build(t.Context(), generator.BuildOptions{
				Source: src, Dir: filepath.Join(root, prefix), Site: generator.SiteOptions{Base: "http://" + addr + prefix + "/"},
			}); err != nil {
				t.Fatal(err)
			}
			start(t, command(t, root, addr, prefix), addr)
			d := deployed{"http://" + addr + prefix, prefix}
			d.forms(t)
			d.missing(t)
			d.loop(t)
		})
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start runs a server until the test ends. It returns as soon as the server listens.
func start(t *testing.T, cmd *exec.Cmd, addr string) {
	t.Helper()
	var output strings.Builder
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			_ = cmd.Process.Kill()
		}
	})
	for deadline := time.Now().Add(30 * time.Second); ; {
		if c, err := net.Dial("tcp", addr); err == nil {
			_ = c.Close()
			return
		}
		select {
		case err := <-done:
			done <- err
			t.Fatalf("the server exited: %v\n%s", err, output.String())
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatal("the server does not listen")
		}
	}
}

// answer is the response of a server.
type answer struct {
	status int
	header http.Header
	body   string
}

func (d deployed) get(t *testing.T, path, accept string) answer {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, d.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": html.Policy, "Referrer-Policy": "no-referrer",
		"Vary": "Accept", "Cache-Control": "public, max-age=300, must-revalidate",
	} {
		if got := resp.Header.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s with Accept %q: %s is %q; want %q", path, accept, name, got, want)
		}
	}
	return answer{resp.StatusCode, resp.Header, string(body)}
}

const (
	htmlType     = "text/html; charset=utf-8"
	markdownType = "text/markdown; charset=utf-8"
)

// forms requests pages and files in each form.
func (d deployed) forms(t *testing.T) {
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	tests := []struct{ path, accept, typ, begins string }{
		{"/401/token-expired", "", htmlType, "<!DOCTYPE html>"},
		{"/401/token-expired", browser, htmlType, "<!DOCTYPE html>"},
		{"/401/token-expired", "*/*", htmlType, "<!DOCTYPE html>"},
		{"/401/token-expired", "text/markdown", markdownType, "---\ntitle: Access token expired\n"},
		{"/401/token-expired", "text/html;q=0.5, Text/Markdown;q=0.9", markdownType, "---\ntitle: Access token expired\n"},
		{"/401/token-expired", "text/markdown;q=0, text/html", htmlType, "<!DOCTYPE html>"},
		{"/401/token-expired", "text/markdown; q=0.0", htmlType, "<!DOCTYPE html>"},
		{"/401/token-expired/", "text/markdown", markdownType, "---\ntitle: Access token expired\n"},
		{"/401/token-expired/", browser, htmlType, "<!DOCTYPE html>"},
		{"/401/token-expired.md", browser, markdownType, "---\ntitle: Access token expired\n"},
		{"/401/token-expired.json", browser, "application/json", "{\n"},
		{"/401", "text/markdown", markdownType, "---\ntitle: Unauthorized\n"},
		{"/", browser, htmlType, "<!DOCTYPE html>"},
		{"/", "text/markdown", markdownType, "---\ntitle: Example API errors\n"},
		{"/index.md", "", markdownType, "---\ntitle: Example API errors\n"},
		{"/llms.txt", "text/markdown", "text/plain; charset=utf-8", "# Example API errors\n"},
		{"/catalog.json", "text/markdown", "application/json", "{\n"},
		{"/AGENTS.md", "", markdownType, "# Example API errors\n"},
		{"/.well-known/agent-skills/index.json", "", "application/json", "{\n"},
		{"/static/site.css", "", "text/css; charset=utf-8", ""},
		{"/static/site.js", "", "text/javascript; charset=utf-8", ""},
		{"/static/mark.svg", "", "image/svg+xml", "<svg"},
	}
	for _, test := range tests {
		a := d.get(t, test.path, test.accept)
		if typ := a.header.Get("Content-Type"); a.status != http.StatusOK || typ != test.typ || !strings.HasPrefix(a.body, test.begins) {
			t.Errorf("%s with Accept %q: %d, %s\n%.200s\nwant %s and %q", test.path, test.accept, a.status, typ, a.body, test.typ, test.begins)
		}
		any := strings.HasPrefix(test.typ, "text/markdown") || strings.HasPrefix(test.typ, "text/plain") || test.typ == "application/json"
		if got := a.header.Get("Access-Control-Allow-Origin"); (got == "*") != any {
			t.Errorf("%s with Accept %q: Access-Control-Allow-Origin is %q", test.path, test.accept, got)
		}
	}
}

// missing requests paths that do not exist or are not public. The "not found" page must be
// HTML and be sent as HTML.
func (d deployed) missing(t *testing.T) {
	for _, path := range []string{"/no-such", "/no-such.md", "/no-such.json", "/401/no-such", "/401/no-such/", "/family/", "/404.html", "/_headers", "/.errdocs.json"} {
		for _, accept := range []string{"", "text/markdown"} {
			a := d.get(t, path, accept)
			if a.status != http.StatusNotFound || a.header.Get("Content-Type") != htmlType || !strings.HasPrefix(a.body, "<!DOCTYPE html>") {
				t.Errorf("%s with Accept %q: %d, %s\n%.200s", path, accept, a.status, a.header.Get("Content-Type"), a.body)
			}
			if got := a.header.Get("X-Robots-Tag"); got != "noindex" {
				t.Errorf("%s: X-Robots-Tag is %q", path, got)
			}
		}
	}
}

// loop requests every page of the sitemap, its twin and its JSON.
func (d deployed) loop(t *testing.T) {
	sitemap := d.get(t, "/sitemap.xml", "").body
	locations := between(sitemap, "<loc>", "</loc>")
	if len(locations) < 50 {
		t.Errorf("the sitemap has %d pages", len(locations))
	}
	for _, loc := range locations {
		path, ok := strings.CutPrefix(loc, d.url)
		if !ok {
			t.Fatalf("the sitemap contains %s", loc)
		}
		stem := strings.TrimSuffix(path, "/")
		if stem == "" {
			stem = "/index"
		}
		want := map[string]string{path: htmlType, stem + ".md": markdownType}
		if strings.Count(path, "/") == 2 && strings.ContainsAny(path[1:2], "45") {
			want[stem+".json"] = "application/json"
		}
		for address, typ := range want {
			a := d.get(t, address, "")
			if got := fmt.Sprint(a.status, " ", a.header.Get("Content-Type")); got != "200 "+typ || a.body == "" {
				t.Errorf("%s: %s; want 200 %s", address, got, typ)
			}
		}
	}
}

func between(s, open, end string) []string {
	var list []string
	for _, rest := range strings.Split(s, open)[1:] {
		text, _, _ := strings.Cut(rest, end)
		list = append(list, text)
	}
	return list
}
