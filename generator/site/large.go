package site

import (
	"bytes"
	"cmp"
	"io"

	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/site/markdown"
)

// WriteCatalog writes catalog.json piece by piece: in a large catalog, the file takes more memory than
// everything else.
func (s *Site) WriteCatalog(w io.Writer) error { return s.opt.explain(s.data.Catalog(w)) }

// inMemory returns what write writes.
func inMemory(write func(io.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	err := write(&b)
	return b.Bytes(), err
}

// fullBatch is the number of pages that are rendered, on all cores, before they are written.
const fullBatch = 512

// writeLLMSFull writes llms-full.txt: every listed page without its front matter.
func (s *Site) writeLLMSFull(w io.Writer) error { return s.writeFull(w, s.fullPage) }

// RenderEntries renders the pages of all listed entries on all cores and passes their files to add. From
// the same twins it writes llms-full.txt to full.
func (s *Site) RenderEntries(full io.Writer, add func(path string, data []byte)) error {
	return s.opt.explain(s.writeFull(full, func(p *Page) (text []byte, err error) {
		if !p.entry() {
			return s.fullPage(p)
		}
		for _, path := range p.Files() {
			var data []byte
			if path == p.Markdown {
				var twin *markdown.Twin
				if twin, err = s.entryTwin(p); err == nil {
					data, text = twin.Text, twin.Full()
				}
			} else {
				data, err = s.renderEntry(p, path)
			}
			if err != nil {
				return nil, err
			}
			add(path, data)
		}
		return text, nil
	}))
}

// writeFull writes what text returns for each listed page, in order. It calls text on all cores.
func (s *Site) writeFull(w io.Writer, text func(p *Page) ([]byte, error)) error {
	pages := s.listed()
	texts, errs := make([][]byte, fullBatch), make([]error, fullBatch)
	for from := 0; from < len(pages); from += fullBatch {
		batch := pages[from:min(from+fullBatch, len(pages))]
		workers.Each(len(batch), func(i int) { texts[i], errs[i] = text(batch[i]) })
		if err := cmp.Or(errs[:len(batch)]...); err != nil {
			return err
		}
		for i, text := range texts[:len(batch)] {
			if from+i > 0 {
				text = append([]byte(markdown.FullBetween), text...)
			}
			if _, err := w.Write(text); err != nil {
				return err
			}
		}
	}
	return nil
}

// fullPage returns what llms-full.txt contains of a page.
func (s *Site) fullPage(p *Page) ([]byte, error) {
	render := func() (*markdown.Twin, error) { return s.markdown.Entry(s.entryPage(p), "") }
	if p.Entry == nil {
		render = func() (*markdown.Twin, error) { return s.markdown.List(p.list(), "") }
	}
	twin, err := render()
	if err != nil {
		return nil, err
	}
	return twin.Full(), nil
}
