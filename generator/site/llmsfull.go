package site

import (
	"bytes"
	"errors"
	"io"

	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/site/markdown"
)

// Large reports whether a file of a large catalog may be larger than everything else in memory, so that
// Write should be used instead of Render.
func (s *Site) Large(path string) bool { return path == catalog.LLMSFull }

// Write renders a file and writes it: a large one piece by piece.
func (s *Site) Write(w io.Writer, path string) error {
	if s.Large(path) {
		return s.opt.explain(s.writeLLMSFull(w))
	}
	data, err := s.Render(path)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

func (s *Site) llmsFull() ([]byte, error) {
	var b bytes.Buffer
	err := s.writeLLMSFull(&b)
	return b.Bytes(), err
}

// fullBatch is the number of pages that are rendered, on all cores, before they are written.
const fullBatch = 512

// writeLLMSFull writes llms-full.txt: every listed page without its front matter.
func (s *Site) writeLLMSFull(w io.Writer) error {
	pages := s.listed()
	texts, errs := make([][]byte, fullBatch), make([]error, fullBatch)
	for from := 0; from < len(pages); from += fullBatch {
		batch := pages[from:min(from+fullBatch, len(pages))]
		workers.Each(len(batch), func(i int) { texts[i], errs[i] = s.fullPage(batch[i]) })
		if err := errors.Join(errs[:len(batch)]...); err != nil {
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
