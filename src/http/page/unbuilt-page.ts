/** How the page of a checkout is built; a package brings it along. */
export const BUILD_PAGE = 'npm run -s build -w web'

/** Stands at the page's address where the page was not built. Nothing is inline, so the policy of the page holds. */
export const UNBUILT_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Not built yet · HitCraft Chat Analyzer</title>
  </head>
  <body>
    <h1>The page is not built yet</h1>
    <p>This server runs, and its API answers. In the folder of the checkout, build the page once:</p>
    <pre>${BUILD_PAGE}</pre>
    <p>Then end the server and start it again. <code>npm start</code> does both.</p>
  </body>
</html>
`
