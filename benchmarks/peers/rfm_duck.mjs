// usage: node rfm_duck.mjs [rows] [reps]      needs: npm install @duckdb/node-api (compare.sh does it)
// Recency, frequency, monetary of made-up transactions by DuckDB's group-by over an in-memory table, 2 threads. The rows come from whole-number
// arithmetic that the C# case repeats (Cases/RfmCase.cs), so that both sum the same transactions; `check` must agree.
import { DuckDBInstance } from '@duckdb/node-api';
import fs from 'fs';
const [, , rows = '10000000', reps = '5'] = process.argv;
const db = await DuckDBInstance.create(':memory:', { threads: '2' }), con = await db.connect();
const q = async s => (await con.runAndReadAll(s)).getRows();
const time = async s => { const t = process.hrtime.bigint(); await con.run(s); return Number(process.hrtime.bigint() - t) / 1e9; };
const median = a => a.slice().sort((x, y) => x - y)[a.length >> 1];
const u = n => `${n}::UBIGINT`;
const step = salt => `((i::UBIGINT * ${u(2654435761)} + ${u(salt)}) % ${u(4294967296)})`;
const mix = salt => `(xor(${step(salt)}, ${step(salt)} >> ${u(15)}) * ${u(2246822519)} % ${u(4294967296)})`;
const load = await time(`create table tx as select ((((a * a) >> ${u(32)}) * ${u(500000)}) >> ${u(32)})::INTEGER customer_id,
  (date '2023-01-03' + ((b * ${u(730)}) >> ${u(32)})::INTEGER)::DATE date, (${u(100)} + ((c * ${u(20000)}) >> ${u(32)}))::DOUBLE / 100 amount
  from (select ${mix(1)} a, ${mix(374761393)} b, ${mix(668265263)} c from range(${rows}) t(i))`);
const ts = [];
for (let r = 0; r < +reps + 1; r++) {
  const t = await time(`create or replace table rfm as select customer_id, date '2025-01-02' - max(date) recency, count(*) frequency, sum(amount) monetary from tx group by customer_id`);
  if (r > 0) ts.push(t);
}
const check = (await q('select sum(recency), sum(frequency), round(sum(monetary), 2), count(*) from rfm'))[0].map(Number);
const version = (await q('select version()'))[0][0];
console.log(JSON.stringify({ case: 'rfm', lib: 'duckdb', version, rows: +rows, load_s: load, seconds: median(ts), min_s: Math.min(...ts), check,
  peak_mb: +(/VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]) / 1024 }));
process.exit(0);
