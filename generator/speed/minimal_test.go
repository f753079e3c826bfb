package speed

import (
	"bytes"
	"encoding/json"
	"html/template"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"gopkg.in/yaml.v3"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/gogen"
	"github.com/errdocs/errdocs/generator/internal/generatortest"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/page"
)

// minimalPlan contains what the minimal loop does not have to compute.
type minimalPlan struct {
	Blocks [][2]string    // code and language of the blocks of one page, the same for all entries
	Sizes  map[string]int // the sizes of the files that errdocs built from the same catalog
}

type minimalEntry struct {
	Title, Summary, Description, Security string
	Details                               []struct{ ID, Scenario, Detail string }
	Causes                                []struct{ Title, Text string }
	Fixes                                 []struct{ Title, When, Steps string }
	FAQ                                   []struct{ Question, Answer string }
	Recovery                              struct{ Stop string }
}

var minimalPage = template.Must(template.New("").Parse(`<!DOCTYPE html><title>{{.Title}}</title>
<h1>{{.Title}}</h1>{{range .Texts}}{{.}}{{end}}{{range .Blocks}}{{.}}{{end}}
`))

// minimalMain is a process that does the minimum work of a build:
//
//	minimal CATALOG OUT PLAN
//
// For each entry it reads the file, decodes it with yaml.v3 into a plain struct, renders
// its texts with goldmark, colors its code with chroma and passes both to a two-line
// template, on all cores. It checks nothing, tracks no positions, and renders no lists,
// Markdown or JSON. It writes each file of the errdocs site at its path and in its size; a
// cheap filler replaces the bytes that it did not render.
func minimalMain() {
	if err := minimal(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		panic(err)
	}
}

func minimal(catalog, out, planFile string) error {
	var plan minimalPlan
	data, err := os.ReadFile(planFile)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, &plan); err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(catalog, "401", "*.yaml"))
	if err != nil {
		return err
	}
	m := newMinimalLoop(plan)
	errs := make([]error, len(names))
	workers.Each(len(names), func(i int) { errs[i] = m.entry(names[i], out) })
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	for file, size := range plan.Sizes {
		if !strings.HasPrefix(file, "401/entry-") {
			if err := m.write(filepath.Join(out, file), nil, size); err != nil {
				return err
			}
		}
	}
	return nil
}

// minimalLoop is the state that all entries share.
type minimalLoop struct {
	plan      minimalPlan
	markdown  goldmark.Markdown
	formatter *chromahtml.Formatter
	lexers    map[string]chroma.Lexer
	filling   []byte // as long as the largest file
}

func newMinimalLoop(plan minimalPlan) *minimalLoop {
	m := &minimalLoop{
		plan:      plan,
		markdown:  goldmark.New(goldmark.WithExtensions(extension.Table)),
		formatter: chromahtml.New(chromahtml.WithClasses(true)),
		lexers:    map[string]chroma.Lexer{},
	}
	for _, block := range plan.Blocks {
		if m.lexers[block[0]] == nil {
			m.lexers[block[0]] = chroma.Coalesce(lexers.Get(block[0]))
		}
	}
	largest := 0
	for _, size := range plan.Sizes {
		largest = max(largest, size)
	}
	m.filling = bytes.Repeat([]byte(" "), largest)
	return m
}

// entry writes the files of one entry.
func (m *minimalLoop) entry(name, out string) error {
	source, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	html, err := m.render(source)
	if err != nil {
		return err
	}
	path := "401/" + strings.TrimSuffix(filepath.Base(name), ".yaml")
	for file, content := range map[string][]byte{path + "/index.html": html, path + ".md": slices.Clip(source), path + ".json": slices.Clip(source)} {
		if err := m.write(filepath.Join(out, file), content, m.plan.Sizes[file]); err != nil {
			return err
		}
	}
	return nil
}

func (m *minimalLoop) render(source []byte) ([]byte, error) {
	var e minimalEntry
	if err := yaml.Unmarshal(source, &e); err != nil {
		return nil, err
	}
	texts := []string{e.Summary, e.Description, e.Security, e.Recovery.Stop}
	for _, d := range e.Details {
		texts = append(texts, d.Scenario)
	}
	for _, c := range e.Causes {
		texts = append(texts, c.Title, c.Text)
	}
	for _, f := range e.Fixes {
		texts = append(texts, f.Title, f.When, f.Steps)
	}
	for _, q := range e.FAQ {
		texts = append(texts, q.Question, q.Answer)
	}
	var data struct {
		Title         string
		Texts, Blocks []template.HTML
	}
	data.Title = e.Title
	var b bytes.Buffer
	for _, t := range texts {
		b.Reset()
		if err := m.markdown.Convert([]byte(t), &b); err != nil {
			return nil, err
		}
		data.Texts = append(data.Texts, template.HTML(b.String()))
	}
	for _, block := range m.plan.Blocks {
		b.Reset()
		tokens, err := m.lexers[block[0]].Tokenise(nil, block[1])
		if err != nil {
			return nil, err
		}
		if err := m.formatter.Format(&b, styles.Fallback, tokens); err != nil {
			return nil, err
		}
		data.Blocks = append(data.Blocks, template.HTML(b.String()))
	}
	b.Reset()
	err := minimalPage.Execute(&b, data)
	return b.Bytes(), err
}

// write writes a file of a size: the data, then the filler.
func (m *minimalLoop) write(file string, content []byte, size int) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	content = content[:min(len(content), size)]
	return os.WriteFile(file, append(content, m.filling[:size-len(content)]...), 0o644)
}

// planMinimal returns the plan of the minimal loop for a built site.
func planMinimal(site string) (minimalPlan, error) {
	plan := minimalPlan{Blocks: minimalBlocks(), Sizes: map[string]int{}}
	err := fs.WalkDir(os.DirFS(site), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		plan.Sizes[name] = int(info.Size())
		return nil
	})
	return plan, err
}

// minimalBlocks returns the code blocks of one page, with their languages.
func minimalBlocks() [][2]string {
	c, _ := generator.Load(generator.Source{FS: generatortest.Catalog(1), Shown: "catalog"})
	e := c.Entries[0]
	blocks := [][2]string{{"bash", page.Curl(e.Fixes[0].Request)}}
	for _, s := range e.Scenarios() {
		blocks = append(blocks, [2]string{"http", s.Response().String()})
	}
	server, client := gogen.Example(c, e, c.Go.Package)
	return append(blocks, [2]string{"go", server}, [2]string{"go", client})
}
