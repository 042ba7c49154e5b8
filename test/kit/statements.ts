import type { SqlDriverAdapterFactory } from "@prisma/client/runtime/client";
import type { TestDatabase } from "./database.ts";

/** The statements sent since the list was emptied last, the queue's own left out. */
export type Statements = string[];

/**
 * Listens to a database from before the app opens it. Queries by hand count as much as Prisma's, and what
 * may be answered from memory counts as if it never was.
 */
export function listenToStatements({ connection }: Pick<TestDatabase, "connection">): Statements {
  const statements: Statements = [];
  const { query, recall } = connection;
  connection.query = (name, sql, values) => {
    statements.push(sql);
    return query(name, sql, values);
  };
  connection.recall = (name, sql, values) => {
    statements.push(sql);
    return recall(name, sql, values);
  };
  const { prismaAdapter } = connection;
  connection.prismaAdapter = new Proxy(prismaAdapter, {
    get: (factory, key) =>
      key === "connect"
        ? async () => listening(await (factory as SqlDriverAdapterFactory).connect())
        : bound(factory, key),
  });
  return statements;

  function listening<Adapter extends object>(adapter: Adapter): Adapter {
    return new Proxy(adapter, {
      get: (target, key) => {
        const method = bound(target, key);
        if (typeof method !== "function") return method;
        if (key === "startTransaction") {
          return async (...values: unknown[]) => listening((await method(...values)) as object);
        }
        if (key !== "queryRaw" && key !== "executeRaw") return method;
        return (statement: { sql: string }) => {
          statements.push(statement.sql);
          return method(statement);
        };
      },
    });
  }
}

function bound(target: object, key: string | symbol): ((...values: unknown[]) => unknown) | undefined {
  const value = Reflect.get(target, key);
  return typeof value === "function" ? value.bind(target) : value;
}
