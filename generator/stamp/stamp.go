// Package stamp tells a file on disk from what it was, without reading it.
//
//	before := stamp.Of(info)
//	// ... later
//	if stamp.Of(again) == before { // nobody wrote to it, or put another file there
//	}
package stamp

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"time"
)

// Stamp is what a disk says of a file. The zero Stamp is that of no file.
type Stamp struct {
	Size     int64
	Modified int64 // nanoseconds since 1970
	Inode    uint64
}

// Of returns the stamp of a file.
func Of(info fs.FileInfo) Stamp {
	return Stamp{info.Size(), info.ModTime().UnixNano(), inodeOf(info)}
}

// How far apart two changes of a file have to be for their times to differ: disks count
// in ticks of some milliseconds, or in pairs of seconds.
const (
	tick   = 50 * time.Millisecond
	coarse = 2 * time.Second
)

// Settled reports whether the stamp of a file that was read at a time tells it from what
// the next program makes of it: a file that was changed at that very moment may be
// changed again without a new stamp.
func (s Stamp) Settled(read time.Time) bool {
	least := tick
	if s.Modified%int64(time.Second) == 0 {
		least = coarse
	}
	return s.Modified > 0 && read.UnixNano()-s.Modified > int64(least)
}

// Sum tells contents apart: half of a SHA-256.
type Sum [16]byte

// String returns the sum in hex digits.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// SumOf returns the sum of a content.
func SumOf(data []byte) (s Sum) {
	full := sha256.Sum256(data)
	copy(s[:], full[:])
	return s
}
