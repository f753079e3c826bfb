// Package html renders pages as HTML, and the files that a site needs besides its pages.
//
//	r, err := html.New(builder.Site, files, false)
//	text, err := r.Entry(builder.Entry(e))
//
// html/template escapes all that the templates show. Each action of a template costs about
// a microsecond, so templates that do not depend on the page run once (once.go), and the
// longest loops of an entry's page are functions (fragments.go).
package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/errdocs/errdocs/generator/page"
)

// Renderer renders the pages of one site. It is safe for concurrent use.
type Renderer struct {
	site   *page.Site
	pages  *template.Template
	assets map[string][]byte // by path below static/
	hash   map[string]string // of the assets

	shared     sync.Map     // what share remembers: sharedKey → template.HTML
	remembered atomic.Int32 // how many

	offline bool       // links depend on the page that they are on
	mu      sync.Mutex // held while such a page is rendered
	from    string     // the path of that page
}

// New parses the templates of files (templates/*.html, templates/custom/*.html) and
// reads its assets (static/). A site is offline if it is opened from a directory, without a
// server; its links are then those of (*catalog.Catalog).Relative.
func New(site *page.Site, files fs.FS, offline bool) (*Renderer, error) {
	r := &Renderer{site: site, offline: offline, assets: map[string][]byte{}, hash: map[string]string{}}
	err := fs.WalkDir(files, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		short := strings.TrimPrefix(name, "static/")
		sum := sha256.Sum256(data)
		r.assets[short] = data
		r.hash[short] = hex.EncodeToString(sum[:4])
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the assets: %w", err)
	}
	r.pages, err = template.New("site").Option("missingkey=error").Funcs(r.funcs()).ParseFS(files, "templates/*.html", "templates/custom/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse the templates: %w", err)
	}
	if !offline {
		if err := r.runOnce(); err != nil {
			return nil, fmt.Errorf("render the templates of the site: %w", err)
		}
	}
	return r, nil
}

// Assets returns the files of static/, by path below it.
func (r *Renderer) Assets() map[string][]byte { return r.assets }

// Entry renders the page of an entry.
func (r *Renderer) Entry(p *page.Entry) ([]byte, error) { return r.render("entry", p, p.Path) }

// List renders a page that links to entries.
func (r *Renderer) List(p *page.List) ([]byte, error) { return r.render("list", p, p.Path) }

// Answer renders a page that answers a question.
func (r *Renderer) Answer(p *page.Answer) ([]byte, error) { return r.render("answer", p, p.Path) }

// Stub renders a page that redirects from an old address to the new one.
func (r *Renderer) Stub(p *page.Stub) ([]byte, error) { return r.render("stub", p, p.Path) }

// buffers are reused: a page grows in small writes.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (r *Renderer) render(name string, data any, path string) ([]byte, error) {
	if r.offline { // one page at a time: the functions of the templates link from it
		r.mu.Lock()
		defer r.mu.Unlock()
		r.from = path
	}
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := r.pages.ExecuteTemplate(b, name, data); err != nil {
		return nil, fmt.Errorf("render the page %q: %w", path, err)
	}
	return bytes.Clone(b.Bytes()), nil
}
