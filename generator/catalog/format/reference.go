package format

import (
	"fmt"
	"strings"
)

// Reference returns the keys of an object, and of the objects in it, as Markdown sections
// with the given heading level. It skips the objects in done, and adds those that it writes.
func Reference(spec Spec, level int, done map[string]bool) string {
	var b strings.Builder
	queue := []*ObjectSpec{spec.Object}
	for len(queue) > 0 {
		o := queue[0]
		queue = queue[1:]
		if o == nil || done[o.Name] {
			continue
		}
		done[o.Name] = true
		writeObject(&b, o, level)
		level = max(level, 3)
		for _, k := range o.Keys {
			queue = append(queue, k.Spec.Object)
		}
	}
	return b.String()
}

func writeObject(b *strings.Builder, o *ObjectSpec, level int) {
	name := o.Name
	if strings.HasSuffix(name, ".yaml") {
		name = "`" + name + "`"
	}
	fmt.Fprintf(b, "%s %s\n\n%s\n\n| key | value | meaning |\n| --- | --- | --- |\n", strings.Repeat("#", level), name, o.Doc)
	for _, k := range o.Keys {
		key := "`" + k.Name + "`"
		if k.Required {
			key += " (required)"
		}
		doc := k.Doc
		if k.Default != "" {
			doc += " Default: " + k.Default + "."
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", key, holds(k.Spec), strings.ReplaceAll(doc, "|", "\\|"))
	}
	b.WriteString("\n")
	for _, k := range o.Keys {
		if len(k.Spec.Words) == 0 {
			continue
		}
		fmt.Fprintf(b, "Values of `%s`:\n\n", k.Name)
		for _, w := range k.Spec.Words {
			fmt.Fprintf(b, "- `%s`: %s\n", w.Name, w.Doc)
		}
		b.WriteString("\n")
	}
}

// holds returns the type of a key, with a link to its object.
func holds(s Spec) string {
	if s.Object == nil {
		return s.Kind
	}
	return "[" + s.Kind + "](#" + strings.ReplaceAll(s.Object.Name, " ", "-") + ")"
}
