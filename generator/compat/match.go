package compat

import (
	"slices"

	"github.com/errdocs/errdocs/generator/catalog"
)

// pair is one thing in both catalogs.
type pair[T any] struct{ was, now T }

// pairBy removes equal items from both lists, and returns the pairs.
func pairBy[T any](gone, added *[]T, same func(was, now T) bool) (pairs []pair[T]) {
	*gone = slices.DeleteFunc(*gone, func(was T) bool {
		i := slices.IndexFunc(*added, func(now T) bool { return same(was, now) })
		if i < 0 {
			return false
		}
		pairs = append(pairs, pair[T]{was, (*added)[i]})
		*added = slices.Delete(*added, i, i+1)
		return true
	})
	return pairs
}

// matched are the entries of two catalogs.
type matched struct {
	pairs       []pair[*catalog.Entry]
	merged      []pair[*catalog.Entry] // another entry of the new catalog has the old address as alias
	gone, added []*catalog.Entry
}

// pairEntries finds each entry of the old catalog in the new one. The type URI is its
// identity. An entry that has another one now is still the same entry where it lists
// the old address as an alias, where its page is at the old path, and where it moved
// to another status under its slug: "removed and added" would say less.
func pairEntries(old, new *catalog.Catalog) matched {
	m := matched{gone: slices.Clone(old.Entries), added: slices.Clone(new.Entries)}
	uri := func(e *catalog.Entry) []string { return []string{e.TypeURI()} }
	path := func(e *catalog.Entry) []string { return []string{e.Path()} }
	slug := func(e *catalog.Entry) []string { return []string{e.Slug} }
	m.pairBy(uri, uri)
	m.pairBy(addresses, aliases)
	m.pairBy(path, path)
	m.pairBy(slug, slug)
	m.merge(new)
	return m
}

// addresses returns the possible targets of an alias: the type URI and the page.
func addresses(e *catalog.Entry) []string { return []string{e.TypeURI(), "page " + e.Path()} }

// aliases returns the old addresses of an entry.
func aliases(e *catalog.Entry) []string {
	var keys []string
	for _, p := range e.AliasPaths() {
		keys = append(keys, e.Catalog.Base+p, "page "+p)
	}
	return keys
}

// pairBy pairs the entries that are left and have a key in common. A key of two
// entries of one catalog says nothing.
func (m *matched) pairBy(keysOfOld, keysOfNew func(*catalog.Entry) []string) {
	old, new := byKey(m.gone, keysOfOld), byKey(m.added, keysOfNew)
	paired := map[*catalog.Entry]bool{}
	for _, now := range m.added {
		for _, key := range keysOfNew(now) {
			was := old[key]
			if was == nil || new[key] == nil || paired[was] || paired[now] {
				continue
			}
			paired[was], paired[now] = true, true
			m.pairs = append(m.pairs, pair[*catalog.Entry]{was, now})
		}
	}
	isPaired := func(e *catalog.Entry) bool { return paired[e] }
	m.gone, m.added = slices.DeleteFunc(m.gone, isPaired), slices.DeleteFunc(m.added, isPaired)
}

// byKey indexes entries by their keys, with nil for those that two entries have.
func byKey(list []*catalog.Entry, keys func(*catalog.Entry) []string) map[string]*catalog.Entry {
	index := make(map[string]*catalog.Entry, len(list))
	for _, e := range list {
		for _, key := range keys(e) {
			if other, taken := index[key]; taken && other != e {
				index[key] = nil
				continue
			}
			index[key] = e
		}
	}
	return index
}

// merge takes the entries that became part of another one out of those that are gone.
func (m *matched) merge(new *catalog.Catalog) {
	into := byKey(new.Entries, aliases)
	m.gone = slices.DeleteFunc(m.gone, func(was *catalog.Entry) bool {
		for _, key := range addresses(was) {
			if now := into[key]; now != nil {
				m.merged = append(m.merged, pair[*catalog.Entry]{was, now})
				return true
			}
		}
		return false
	})
}
