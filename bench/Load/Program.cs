using System.CommandLine;
using NhatLe.Load.Verbs;

return await new RootCommand("Load for Nhật Lệ: scenarios over HTTP, and what the machine can do without it.") { RunScenarios.Command(), ServeBare.Command() }.Parse(args).InvokeAsync();
