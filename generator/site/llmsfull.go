package site

import (
	"errors"

	"github.com/errdocs/errdocs/generator/internal/workers"
	"github.com/errdocs/errdocs/generator/site/markdown"
)

// fullBatch is how many pages are rendered before they are copied into llms-full.txt.
const fullBatch = 512

// llmsFull renders llms-full.txt: every listed page without its front matter. A build has rendered the
// twins before, and takes what it needs from them. That is released piece by piece, because the file is
// larger than everything else together.
func (s *Site) llmsFull() ([]byte, error) {
	pages := s.listed()
	var b []byte
	texts, errs := make([][]byte, fullBatch), make([]error, fullBatch)
	for from := 0; from < len(pages); from += fullBatch {
		batch := pages[from:min(from+fullBatch, len(pages))]
		workers.Each(len(batch), func(i int) { texts[i], errs[i] = s.fullPage(batch[i]) })
		if err := errors.Join(errs[:len(batch)]...); err != nil {
			return nil, err
		}
		if from == 0 { // pages are about as long as those of the first batch
			size := 0
			for _, text := range texts[:len(batch)] {
				size += len(text)
			}
			b = make([]byte, 0, size/len(batch)*len(pages)*9/8)
		}
		for i, text := range texts[:len(batch)] {
			if from+i > 0 {
				b = append(b, markdown.FullBetween...)
			}
			b = append(b, text...)
		}
	}
	return b, nil
}

// fullPage returns what llms-full.txt contains of a page.
func (s *Site) fullPage(p *Page) ([]byte, error) {
	if p.Entry == nil {
		twin, err := s.markdown.List(p.list(), "")
		if err != nil {
			return nil, err
		}
		return twin.Full(), nil
	}
	if full := s.full[p.index].Swap(nil); full != nil {
		return *full, nil
	}
	twin, err := s.markdown.Entry(s.entryPage(p), "")
	if err != nil {
		return nil, err
	}
	return twin.Full(), nil
}
