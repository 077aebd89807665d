use ccsim::model::*; use ccsim::units::*; use ccsim::random::*; use ccsim::plan::Plan; use ccsim::metrics::*; use ccsim::experiment::*;
fn main(){
 let day=Day{opens:SimTime::ZERO,closes:SimTime::from_minutes(1440),interval:Duration::from_minutes(60),at_close:AtClose::ServeWaiting,warm_up:Duration::from_minutes(120),busyness:Busyness::default()};
 let kind=ContactType{name:"call".into(),arrivals:Arrivals::PerInterval(vec![1200.0;24]),scale:1.0,busyness:Busyness::default(),surges:vec![],enters:Entrance::Queue(QueueId(0)),patience:DurationDistribution::exponential(Duration::from_secs(180)).unwrap(),balks:Share::NONE,talk_time:DurationDistribution::exponential(Duration::from_secs(300)).unwrap(),after_call_work:DurationDistribution::constant(Duration::ZERO)};
 let queue=Queue{name:"call".into(),priority:0,head_start:Duration::ZERO,capacity:None,prefers:vec![GroupId(0)],overflow:None,notice_after:DEFAULT_NOTICE_AFTER};
 let group=AgentGroup{name:"agents".into(),skills:vec![ContactTypeId(0)],answers:vec![QueueId(0)],staffing:Staffing::PerInterval(vec![100;24]),staffing_scale:1.0,shrinkage:Share::NONE,absence:Share::NONE,handle_time_factor:vec![1.0],wage_per_hour:None,at_shift_end:AtShiftEnd::FinishCall};
 let c=Center::new(Draft{name:"w1".into(),about:"".into(),currency:"EUR".into(),day,contact_types:vec![kind],queues:vec![queue],agent_groups:vec![group],ivr:vec![],trunk_lines:None,routing:Routing{agent:AgentChoice::LongestIdle,contact:ContactChoice::LongestWait},targets:vec![]}).unwrap();
 let plan=Plan::compile(&c); let layout=Layout::of(&c,&plan);
 let n:u64=std::env::args().nth(1).unwrap().parse().unwrap(); let th:usize=std::env::args().nth(2).unwrap().parse().unwrap();
 let t=std::time::Instant::now();
 let p=with_threads(Some(th),||play(&plan,&layout,Effort::Replications(n),1,&|_|{})).unwrap();
 let e=t.elapsed();
 let f=Findings::of(&p.totals);
 println!("{} contacts {:?} {:.1} ns/contact  findings {:?}", f.contacts,e,e.as_nanos() as f64/(f.contacts as f64*24.0/22.0),t.elapsed()-e);
 for r in &f.rows { if r.interval.is_none() && r.scope==Scope::Center {println!("{} {:?}",r.metric.id,r.estimate);} }
}
