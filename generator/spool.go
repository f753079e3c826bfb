package generator

import (
	"os"
	"sync"
)

// spool keeps what is needed later on the disk, so that it does not fill memory. The zero
// spool is ready to use, and safe for concurrent use.
type spool struct {
	mu   sync.Mutex
	file *os.File
	size int64
}

// put keeps data and returns where.
func (s *spool) put(data []byte) (span, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		f, err := os.CreateTemp("", "errdocs-*")
		if err != nil {
			return span{}, err
		}
		_ = os.Remove(f.Name()) // where that works while it is open, nothing stays after a kill
		s.file = f
	}
	at := span{s.size, int64(len(data))}
	_, err := s.file.WriteAt(data, at.At)
	s.size += at.Size
	return at, err
}

// get returns what was kept.
func (s *spool) get(at span) ([]byte, error) {
	data := make([]byte, at.Size)
	_, err := s.file.ReadAt(data, at.At)
	return data, err
}

func (s *spool) close() {
	if s.file == nil {
		return
	}
	_ = s.file.Close()
	_ = os.Remove(s.file.Name()) // where that did not work before
}
