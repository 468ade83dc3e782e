using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Assignments.On;
using NhatLe.Assignments.Tasks;
using NhatLe.Contracts.Assignments;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Ui;

namespace NhatLe.Assignments;

/// <summary>Tasks leaders give (giao việc), to units below or to their own officers, and what becomes of them.</summary>
public sealed class AssignmentsModule : IModule
{
    public string Name => "assignments";

    public IEnumerable<Assembly> Contracts => [typeof(AssignmentGiven).Assembly];

    public void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<AssignmentsDb>();
        services.AddScoped<IReformParticipant, AssignmentsInReform>();
        services.AddScoped<AssignmentActs>().AddScoped<Matters>();

        services.AddScoped<GiveAssignment.Handler>();
        services.AddScoped<AcceptAssignment.Handler>();
        services.AddScoped<ContributeToAssignment.Handler>();
        services.AddScoped<ReportAssignment.Handler>();
        services.AddScoped<ConfirmAssignment.Handler>();
        services.AddScoped<SendBackAssignment.Handler>();
        services.AddScoped<WithdrawAssignment.Handler>();
        services.AddScoped<AskExtension.Handler>();
        services.AddScoped<AnswerExtension.Handler>();
        services.AddScoped<ListAssignments.Handler>();
        services.AddScoped<ReadAssignment.Handler>();

        services.AddSingleton(new DutyKind(Duties.Do, "Thực hiện nhiệm vụ", Icon: "task"));
        services.AddSingleton(new DutyKind(Duties.Join, "Phối hợp", Icon: "people"));
        services.AddSingleton(new DutyKind(Duties.Confirm, "Xác nhận kết quả", Icon: "check"));
        services.AddSingleton(new DutyKind(Duties.Extend, "Trả lời xin gia hạn", Icon: "clock"));
        services.AddSingleton(new NavItem("task", "Nhiệm vụ", "~/nhiem-vu", Permits.Read, Order: 15, Short: "Nhiệm vụ"));

        services.AddReaction<AssignmentGiven, TellWhoseTurnItIs>();
        services.AddReaction<AssignmentReported, TellWhoseTurnItIs>();
        services.AddReaction<AssignmentConfirmed, TellWhoseTurnItIs>();
        services.AddReaction<AssignmentSentBack, TellWhoseTurnItIs>();
        services.AddReaction<AssignmentWithdrawn, TellWhoseTurnItIs>();
        services.AddReaction<ExtensionAsked, TellWhoseTurnItIs>();
        services.AddReaction<ExtensionGranted, TellWhoseTurnItIs>();
        services.AddReaction<ExtensionDeclined, TellWhoseTurnItIs>();
        services.AddReaction<HandOverTaken, MoveToWhoTakesOver>();
        services.AddReaction<OfficerDeactivated, FallToUnit>();
        services.AddReaction<AssignmentFellToUnit, TellUnit>();
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        GiveAssignment.Map(routes);
        AcceptAssignment.Map(routes);
        ContributeToAssignment.Map(routes);
        ReportAssignment.Map(routes);
        ConfirmAssignment.Map(routes);
        SendBackAssignment.Map(routes);
        WithdrawAssignment.Map(routes);
        AskExtension.Map(routes);
        AnswerExtension.Map(routes);
        ListAssignments.Map(routes);
        ReadAssignment.Map(routes);
    }
}
