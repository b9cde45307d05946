package document

import (
	"embed"
	"fmt"
	"slices"
)

//go:embed designs/*.json
var designFiles embed.FS

// builtin is the designs that come with the program, in the order they are
// offered; the first is the default.
var builtin = readDesigns(
	"a7-eight", "a6-portrait", "a6-landscape", "a6-butterfly", "card-86x54", "label-90x54", "label-60x90",
)

var defaultDesign = builtin[0]

// readDesigns reads designs of the program; one that is broken stops the program
// at its start, and every test.
func readDesigns(names ...string) []Design {
	list := make([]Design, len(names))
	for i, name := range names {
		file, err := designFiles.ReadFile("designs/" + name + ".json")
		if err != nil {
			panic(err)
		}
		if list[i], err = ParseDesign(file); err != nil {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
	}
	return list
}

// Designs gives the designs that come with the program. The first is used when
// none is chosen: eight badges of A7 to an A4 page, without backs.
func Designs() []Design { return slices.Clone(builtin) }

// DesignNamed gives the design of that name that comes with the program.
func DesignNamed(name string) (Design, bool) {
	i := slices.IndexFunc(builtin, func(d Design) bool { return d.Name == name })
	if i < 0 {
		return Design{}, false
	}
	return builtin[i], true
}
