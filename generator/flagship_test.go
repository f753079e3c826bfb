package generator_test

import (
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/errdocs/errdocs/generator/catalog"
)

// The tests below check rules that apply only to the built-in catalog.

// TestChallengesParse reads every challenge of every response with a strict RFC 9110
// section 11 parser that shares no code with errdocs.
func TestChallengesParse(t *testing.T) {
	c, _ := flagship(t)
	description := regexp.MustCompile(`^[\x20-\x21\x23-\x5b\x5d-\x7e]+$`) // RFC 6750 section 3
	for _, e := range c.Entries {
		for _, s := range e.Scenarios() {
			found := 0
			for _, f := range s.Response().Headers {
				if f.Name != "WWW-Authenticate" {
					continue
				}
				found++
				ch, err := parseChallenge(f.Value)
				if err != nil {
					t.Errorf("%s: %s: %v", s.Name(), f.Value, err)
					continue
				}
				for _, name := range []string{"error", "error_description"} {
					if v, ok := ch.params[name]; ok && !description.MatchString(v) {
						t.Errorf("%s: %s=%q has a character that RFC 6750 does not allow", s.Name(), name, v)
					}
				}
				if ch.scheme == "Bearer" && len(ch.params) == 0 {
					t.Errorf("%s: a bare Bearer challenge", s.Name())
				}
			}
			if found == 0 {
				t.Errorf("%s: no challenge", s.Name())
			}
		}
	}
}

type challenge struct {
	scheme string
	params map[string]string
}

// parseChallenge parses one challenge: auth-scheme [ 1*SP ( token68 / #auth-param ) ].
func parseChallenge(s string) (challenge, error) {
	ch := challenge{params: map[string]string{}}
	ch.scheme = token(s)
	rest := s[len(ch.scheme):]
	if ch.scheme == "" {
		return ch, fmt.Errorf("no scheme")
	}
	if rest == "" {
		return ch, nil
	}
	if !strings.HasPrefix(rest, " ") {
		return ch, fmt.Errorf("%q after the scheme", rest)
	}
	for rest = strings.TrimLeft(rest, " "); ; {
		name := token(rest)
		if name == "" || !strings.HasPrefix(rest[len(name):], "=") {
			return ch, fmt.Errorf("no parameter at %q", rest)
		}
		rest = rest[len(name)+1:]
		value := token(rest)
		if value == "" {
			if !strings.HasPrefix(rest, `"`) {
				return ch, fmt.Errorf("no value at %q", rest)
			}
			end := 1
			for end < len(rest) && rest[end] != '"' {
				if rest[end] == '\\' {
					end++
				}
				end++
			}
			if end >= len(rest) {
				return ch, fmt.Errorf("an unterminated string at %q", rest)
			}
			value = strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(rest[1:end])
			rest = rest[end+1:]
		} else {
			rest = rest[len(value):]
		}
		if _, twice := ch.params[name]; twice {
			return ch, fmt.Errorf("%s appears twice", name)
		}
		ch.params[name] = value
		if rest == "" {
			return ch, nil
		}
		if !strings.HasPrefix(rest, ", ") {
			return ch, fmt.Errorf("no comma at %q", rest)
		}
		rest = rest[2:]
	}
}

var tokenForm = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+")

func token(s string) string { return tokenForm.FindString(s) }

// fences returns the code blocks of a Markdown page in the given language.
func fences(md []byte, lang string) []string {
	var list []string
	for _, m := range regexp.MustCompile("(?ms)^ *(`{3,})"+lang+"\n(.*?)^ *`{3,}$").FindAllStringSubmatch(string(md), -1) {
		list = append(list, m[2])
	}
	return list
}

// TestShellParses checks the syntax of every shell block of the built-in catalog.
func TestShellParses(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh in PATH")
	}
	_, files := flagship(t)
	blocks := 0
	for _, path := range files.Paths() {
		if !strings.HasPrefix(path, "401") || !strings.HasSuffix(path, ".md") {
			continue
		}
		data, _ := files.Get(path)
		for _, block := range fences(data, "sh") {
			blocks++
			cmd := exec.Command(sh, "-n")
			cmd.Stdin = strings.NewReader(block)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v: %s\n%s", path, err, out, block)
			}
		}
	}
	if blocks < 50 {
		t.Errorf("only %d shell blocks were found", blocks)
	}
}

// filler are words without information.
var filler = regexp.MustCompile(`(?i)\b(easy|easily|simple|simply|just|quick|quickly|very|basically|obviously|utilize|leverage|robust|seamless|please|oops)\b`)

// TestWording rejects filler, paragraphs that two entries share, and titles that link
// checkers mistake for those of a missing page.
func TestWording(t *testing.T) {
	c, files := flagship(t)
	seen := map[string]string{}
	for _, e := range c.Entries {
		if regexp.MustCompile(`(?i)not found|404|does not exist`).MatchString(e.Title) {
			t.Errorf("%s: the title %q looks like that of a missing page", e.Path(), e.Title)
		}
		twin, _ := files.Get(e.Path() + ".md")
		if w := filler.FindString(string(twin)); w != "" {
			t.Errorf("%s: the word %q", e.Path(), w)
		}
		for _, text := range prose(e) {
			if len(text) < 90 {
				continue
			}
			if other := seen[text]; other != "" && other != e.Path() {
				t.Errorf("%s and %s share a paragraph: %s", other, e.Path(), text)
			}
			seen[text] = e.Path()
		}
	}
}

// prose returns the paragraphs that the author of an entry wrote.
func prose(e *catalog.Entry) []string {
	texts := []string{e.Summary, e.Security}
	texts = append(texts, strings.Split(e.Description, "\n\n")...)
	for _, c := range e.Causes {
		texts = append(texts, c.Text)
	}
	for i := range e.Fixes {
		texts = append(texts, e.Fixes[i].Steps)
	}
	for _, q := range e.FAQ {
		texts = append(texts, q.Answer)
	}
	return texts
}

// TestFirstScreen checks every twin for agents with a small context window. The first step of
// the first fix must begin within 600 characters of the heading, or 1,200 if there are several
// cases. The directive and the sitemap may take at most a tenth of the twin.
func TestFirstScreen(t *testing.T) {
	c, files := flagship(t)
	for _, e := range c.Entries {
		data, _ := files.Get(e.Path() + ".md")
		twin := string(data)
		h1 := strings.Index(twin, "\n# ") + 1
		fix := strings.Index(twin, "\n## Fix it\n")
		step := strings.Index(twin[fix:], "\n1. ")
		if h1 == 0 || fix < 0 || step < 0 {
			t.Errorf("%s: no heading, fix or step", e.Path())
			continue
		}
		limit := 600
		if len(e.Details) > 1 {
			limit = 1200
		}
		if n := utf8.RuneCountInString(twin[h1 : fix+step]); n > limit {
			t.Errorf("%s: the first step begins %d characters after the heading; the limit is %d", e.Path(), n, limit)
		}
		sitemap := strings.Index(twin, "\n## Sitemap\n")
		directive := twin[strings.Index(twin, "\n> ")+1 : h1]
		if n := utf8.RuneCountInString(directive + twin[sitemap:]); n*10 > utf8.RuneCountInString(twin) {
			t.Errorf("%s: directive and sitemap take %d characters of %d", e.Path(), n, utf8.RuneCountInString(twin))
		}
	}
}
