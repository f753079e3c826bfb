package generator

import (
	"bytes"
	"io"

	"github.com/errdocs/errdocs/generator/spool"
)

// piece is a part of a file that is made of parts, most of which the file of the build
// before has already.
type piece struct {
	old  spool.Span             // where the old file has it; its size is 0 if it has not
	make func() ([]byte, error) // makes it otherwise; it is of no use once the next is made
	at   *spool.Span            // is told where the new file has it
}

// unchanged reports whether an old file is what splice would write between a head and a
// tail. What it has already is taken for what it was; all else is read. Pieces are told
// where they are, as by splice.
func unchanged(old oldFile, head, between, tail string, pieces []piece) bool {
	at := int64(0)
	holds := func(text []byte) bool {
		there := make([]byte, len(text))
		_, err := old.ReadAt(there, at)
		at += int64(len(text))
		return err == nil && bytes.Equal(there, text)
	}
	if !holds([]byte(head)) {
		return false
	}
	for i, p := range pieces {
		switch {
		case i == 0:
		case p.old.Size > 0 && pieces[i-1].old.Size > 0:
			at += int64(len(between)) // which parts the two, or the second is elsewhere
		case !holds([]byte(between)):
			return false
		}
		start := at
		if p.old.Size > 0 {
			if p.old.At != at {
				return false
			}
			at += p.old.Size
		} else if data, err := p.make(); err != nil || !holds(data) {
			return false
		}
		*p.at = spool.Span{At: start, Size: at - start}
	}
	if !holds([]byte(tail)) {
		return false
	}
	size, err := old.Seek(0, io.SeekEnd)
	return err == nil && size == at
}

// splice writes pieces with a separator between any two, from an offset of a file on.
// Neighbours in the old file are copied at once.
func splice(w io.Writer, from int64, old oldFile, between string, pieces []piece) error {
	at, gap := from, int64(len(between))
	var run spool.Span
	flush := func() error {
		if run.Size == 0 {
			return nil
		}
		_, err := old.Seek(run.At, io.SeekStart)
		if err == nil {
			_, err = io.CopyN(w, old, run.Size) // which systems can do by themselves; of a file that was cut short since, it is an error
		}
		run = spool.Span{}
		return err
	}
	for i, p := range pieces {
		follows := run.Size > 0 && p.old.Size > 0 && p.old.At == run.At+run.Size+gap
		if i > 0 {
			at += gap
			if !follows {
				if err := flush(); err != nil {
					return err
				}
				if _, err := io.WriteString(w, between); err != nil {
					return err
				}
			}
		}
		size := p.old.Size
		switch {
		case follows:
			run.Size += gap + size
		case size > 0:
			run = p.old
		default:
			data, err := p.make()
			if err == nil {
				_, err = w.Write(data)
			}
			if err != nil {
				return err
			}
			size = int64(len(data))
		}
		*p.at = spool.Span{At: at, Size: size}
		at += size
	}
	return flush()
}
