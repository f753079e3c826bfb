// Package spool keeps on the disk what is needed later, so that it does not fill memory.
//
//	var s spool.Spool
//	defer s.Close()
//	at, err := s.Put(data)
//	data, err = s.Get(at)
package spool

import (
	"io/fs"
	"os"
	"sync"
)

// Spool is a file without a name. The zero Spool is ready to use, and safe for concurrent
// use.
type Spool struct {
	mu     sync.RWMutex
	file   *os.File
	size   int64
	closed bool
}

// Span is a part of a file.
type Span struct{ At, Size int64 }

// Put keeps data and returns where.
func (s *Spool) Put(data []byte) (Span, error) {
	f, at, err := s.take(int64(len(data)))
	if err == nil {
		_, err = f.WriteAt(data, at)
	}
	return Span{at, int64(len(data))}, err
}

// take returns the file, and a place in it.
func (s *Spool) take(size int64) (f *os.File, at int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, 0, fs.ErrClosed
	}
	if s.file == nil {
		if s.file, err = os.CreateTemp("", "errdocs-*"); err != nil {
			return nil, 0, err
		}
		_ = os.Remove(s.file.Name()) // where that works while it is open, nothing stays after a kill
	}
	at = s.size
	s.size += size
	return s.file, at, nil
}

// Get returns what was kept.
func (s *Spool) Get(at Span) ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed || s.file == nil {
		return nil, fs.ErrClosed
	}
	data := make([]byte, at.Size)
	_, err := s.file.ReadAt(data, at.At)
	return data, err
}

// Close forgets all.
func (s *Spool) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.file != nil {
		_ = s.file.Close()
		_ = os.Remove(s.file.Name()) // where that did not work before
		s.file = nil
	}
}
