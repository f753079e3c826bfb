package publish

import (
	"slices"
	"strings"
)

// names are the paths of files, sorted.
type names []string

func (n names) has(name string) bool {
	_, ok := slices.BinarySearch(n, name)
	return ok
}

// hasBelow reports whether a file lies in a folder of the name.
func (n names) hasBelow(name string) bool {
	i, _ := slices.BinarySearch(n, name+"/")
	return i < len(n) && strings.HasPrefix(n[i], name+"/")
}

// inTheWay reports whether a file of the set, or a folder on its way, has the name.
func (n names) inTheWay(name string) bool { return n.has(name) || n.hasBelow(name) }
