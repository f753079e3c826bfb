package publish

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/errdocs/errdocs/generator/stamp"
)

// pieces are buffers for reading files.
var pieces = sync.Pool{New: func() any { return new([32 << 10]byte) }}

// holds reports whether a file has a content, and returns its stamp. One that is gone by
// now has not.
func holds(root *os.Root, name string, want []byte) (stamp.Stamp, bool, error) {
	f, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return stamp.Stamp{}, false, nil
	}
	if err != nil {
		return stamp.Stamp{}, false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(want)) {
		return stamp.Stamp{}, false, err
	}
	buf := pieces.Get().(*[32 << 10]byte)
	defer pieces.Put(buf)
	for len(want) > 0 {
		n, err := io.ReadFull(f, buf[:min(len(buf), len(want))])
		if !bytes.Equal(buf[:n], want[:n]) || err != nil {
			if err == io.EOF || err == io.ErrUnexpectedEOF { // cut short since
				err = nil
			}
			return stamp.Stamp{}, false, err
		}
		want = want[n:]
	}
	return stamp.Of(info), true, nil
}

// holdsStream reports whether a file of the site has the content that fill writes, and
// returns its stamp.
func (w *Writer) holdsStream(name string, fill func(io.Writer) error) (stamp.Stamp, bool) {
	f, err := w.Old(name)
	if err != nil { // gone since
		return stamp.Stamp{}, false
	}
	defer f.Close()
	c := comparer{with: f}
	b := bufio.NewWriterSize(&c, len(c.buf))
	if errors.Join(fill(b), b.Flush()) != nil {
		return stamp.Stamp{}, false
	}
	info, err := f.Stat()
	if err != nil || info.Size() != c.read {
		return stamp.Stamp{}, false
	}
	return stamp.Of(info), true
}

// comparer is a writer that takes nothing but the content of a file.
type comparer struct {
	with io.Reader
	read int64
	buf  [64 << 10]byte
}

var errDiffers = errors.New("another content")

func (c *comparer) Write(data []byte) (n int, err error) {
	for n < len(data) {
		piece := data[n:min(n+len(c.buf), len(data))]
		if _, err := io.ReadFull(c.with, c.buf[:len(piece)]); err != nil || !bytes.Equal(piece, c.buf[:len(piece)]) {
			return n, errDiffers
		}
		n += len(piece)
		c.read += int64(len(piece))
	}
	return n, nil
}
