// The package has no types of its own.
declare module 'fastify-xml-body-parser' {
  import type { FastifyPluginCallback } from 'fastify'

  const plugin: FastifyPluginCallback<Readonly<Record<string, unknown>>>
  export default plugin
}
