package document

import (
	"embed"
	"fmt"
	"slices"
)

//go:embed designs/*.json
var designFiles embed.FS

// designNames are the designs that come with the program, in the order they are
// offered; the first is the default.
var designNames = []string{"a7-eight", "a6-portrait", "a6-landscape", "a6-butterfly", "card-86x54", "label-90x54", "label-60x90"}

var defaultDesign = readDesign(designNames[0])

// readDesign reads a design of the program, each time anew so that who gets it
// may change it. One that is broken is a fault of the program, which a test
// finds.
func readDesign(name string) Design {
	file, err := designFiles.ReadFile("designs/" + name + ".json")
	if err != nil {
		panic(err)
	}
	d, err := ParseDesign(file)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
	return d
}

// Designs gives the designs that come with the program. The first is used when
// none is chosen: eight badges of A7 to an A4 page, without backs.
func Designs() []Design {
	list := make([]Design, len(designNames))
	for i, name := range designNames {
		list[i] = readDesign(name)
	}
	return list
}

// DesignNamed gives the design of that name that comes with the program.
func DesignNamed(name string) (Design, bool) {
	if !slices.Contains(designNames, name) {
		return Design{}, false
	}
	return readDesign(name), true
}
