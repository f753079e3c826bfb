package generator_test

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// avoided are phrases that readers had to read twice, with what to write instead.
var avoided = []struct{ phrase, use string }{
	{`in force|genuine`, "active, valid"},
	{`(?:is|are|be) in order`, "valid"},
	{`is over|has run out`, "has expired, has ended"},
	{`withdrawn`, "revoked"},
	{`hands? out`, "issues, returns"},
	{`travels? in|comes? in|came`, "is sent in, was sent"},
	{`alike|likewise`, "in the same way, also"},
	{`anew`, "again, from scratch"},
	{`nor`, "and not, or"},
	{`whoever`, "the role: the caller, the API owner"},
	{`an operator|a person`, "your ops team, a user"},
	{`mend(?:s|ed|ing)?`, "fix"},
	{`beside`, "next to, besides"},
	{`parted by`, "separated by"},
	{`but for`, "except, except for"},
	{`is no [a-z]+|are no [a-z]+|is none|are none`, "is not a ..."},
	{`here or above|upwards`, "in this directory or its parents"},
	{`lies in|lie in|stands in|stand in`, "is in, appears in"},
	{`the room of`, "the package for"},
	{`change places`, "swap"},
	{`wrong use`, "usage error"},
	{`past the proxy`, "directly, bypassing the proxy"},
	{`on the wire`, "in the request, in the response"},
	{`carried out|request (?:is|was) (?:not )?applied`, "processed"},
	{`passing fault`, "temporary outage"},
	{`set up wrongly|mixed-up`, "misconfigured, wrong"},
	{`choose this when`, "use this if"},
	{`for ever`, "permanently"},
	{`without a word|in silence`, "silently"},
	{`the machine does not give`, "cannot be read"},
	{`power cut`, "power failure"},
}

// allowed are uses of these phrases that are right. An exception that nothing needs fails the test.
var allowed = []struct{ phrase, why string }{
	{`there (?:is|are) (?:none|no [a-z]+)|is no (?:longer|more|less)|are no (?:longer|more)`, "idiomatic"},
	{`neither [^.]* nor`, "after neither"},
	{`request came through`, "a request comes through a proxy"},
	{`consent was withdrawn`, "consent is withdrawn, tokens are revoked"},
}

// british are spellings and the American ones.
var british = map[string]string{
	"analyse": "analyze", "artefact": "artifact", "behaviour": "behavior", "cancelled": "canceled", "cancelling": "canceling",
	"catalogue": "catalog", "centre": "center", "colour": "color", "coloured": "colored", "colours": "colors", "colouring": "coloring",
	"defence": "defense", "favour": "favor", "favourite": "favorite", "grey": "gray", "honour": "honor", "honours": "honors",
	"initialise": "initialize", "judgement": "judgment", "labelled": "labeled", "labelling": "labeling", "learnt": "learned", "licence": "license",
	"misspelt": "misspelled", "modelled": "modeled", "neighbour": "neighbor", "neighbours": "neighbors", "normalise": "normalize",
	"normalised": "normalized", "organisation": "organization", "optimise": "optimize", "recognise": "recognize", "recognised": "recognized",
	"recognises": "recognizes", "serialise": "serialize", "signalled": "signaled", "spelt": "spelled", "summarise": "summarize",
	"travelled": "traveled", "unrecognised": "unrecognized", "unauthorised": "unauthorized", "whilst": "while", "amongst": "among",
}

// text is what people read in a file: a line of it, or a text of its code.
type text struct {
	at   string // file:line
	text string
}

// TestProse looks in what users read (catalog, UI text, messages, help, documents) for phrases that have
// a plainer form, and everywhere for spellings that are not American.
func TestProse(t *testing.T) {
	phrases, all := make([]string, len(avoided)), map[string]bool{}
	for i, a := range avoided {
		phrases[i] = a.phrase
	}
	avoid := wordsOf(phrases...)
	used := make([]bool, len(allowed))
	read := func(x text) {
		line := x.text
		for i, a := range allowed {
			if rest := wordsOf(a.phrase).ReplaceAllString(line, "…"); rest != line {
				line, used[i] = rest, true
			}
		}
		for _, found := range avoid.FindAllString(line, -1) {
			i := slices.IndexFunc(phrases, func(p string) bool { return wordsOf(p).MatchString(found) })
			t.Errorf("%s: %q, better: %s: %s", x.at, found, avoided[i].use, strings.TrimSpace(line))
		}
		all[x.at] = true
	}
	spelling := regexp.MustCompile(`[a-z]+`)
	for _, path := range sources(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			for _, word := range spelling.FindAllString(strings.ToLower(line), -1) {
				if use := british[word]; use != "" && filepath.Base(path) != "prose_test.go" {
					t.Errorf("%s:%d: %q, in American English: %q", path, i+1, word, use)
				}
			}
		}
		for _, x := range userTexts(t, path, data) {
			read(x)
		}
	}
	if len(all) < 5000 {
		t.Errorf("only %d texts were read", len(all))
	}
	for i, a := range allowed {
		if !used[i] {
			t.Errorf("nothing needs the exception %q", a.phrase)
		}
	}
}

func wordsOf(phrases ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:` + strings.Join(phrases, "|") + `)\b`)
}

// sources returns the files that people write. The texts of the matcher and of the site's scripts and
// templates are not among them yet.
func sources(t *testing.T) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch slash := filepath.ToSlash(path); {
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && slash != ".." || slices.Contains([]string{"testdata", "lexers", "node_modules"}, d.Name()) ||
			slices.Contains([]string{"../public", "../static", "../templates", "../generator/match"}, slash)):
			return fs.SkipDir
		case slices.Contains([]string{".go", ".md", ".yaml"}, filepath.Ext(path)):
			paths = append(paths, slash)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

var codeSpan = regexp.MustCompile("`[^`]*`")

// userTexts returns what users read in a file: the strings of Go code, and every line of the catalog and
// of documents, without code.
func userTexts(t *testing.T, path string, data []byte) (list []text) {
	t.Helper()
	if filepath.Ext(path) != ".go" {
		fenced := false
		for i, line := range strings.Split(string(data), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "```") {
				fenced = !fenced
			}
			if !fenced {
				list = append(list, text{path + ":" + strconv.Itoa(i+1), codeSpan.ReplaceAllString(line, "`…`")})
			}
		}
		return list
	}
	if strings.HasSuffix(path, "_test.go") {
		return nil
	}
	files := gotoken.NewFileSet()
	f, err := parser.ParseFile(files, path, data, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == gotoken.STRING {
			s, _ := strconv.Unquote(lit.Value)
			line := files.Position(lit.Pos()).Line
			for i, one := range strings.Split(s, "\n") {
				list = append(list, text{path + ":" + strconv.Itoa(line+i), codeSpan.ReplaceAllString(one, "`…`")})
			}
		}
		return true
	})
	return list
}
